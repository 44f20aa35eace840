import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AttemptOutcome, ParticipantRole } from './participant.js';

@Entity('join_attempt')
export class JoinAttemptEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid', { name: 'meeting_id' }) meetingId: string;
  @PrimaryColumn('text', { name: 'participant_id' }) participantId: string;
  @PrimaryColumn('timestamptz') at: Date;
  @PrimaryColumn('text') outcome: AttemptOutcome;
  /** '' when the source names none. */
  @Column('text', { default: '' }) role: ParticipantRole | '';
  @Column('uuid', { name: 'import_id', nullable: true }) importId: string | null;
}
