import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ParticipantRole, SessionKind } from './participant.js';

@Entity('session')
export class SessionEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid', { name: 'meeting_id' }) meetingId: string;
  @PrimaryColumn('text', { name: 'participant_id' }) participantId: string;
  @PrimaryColumn('timestamptz', { name: 'joined_at' }) joinedAt: Date;
  /** '' when the source names none. */
  @PrimaryColumn('text', { name: 'session_id' }) sessionId: string;
  @Column('timestamptz', { name: 'left_at', nullable: true }) leftAt: Date | null;
  @Column('text') role: ParticipantRole;
  @Column('text') kind: SessionKind;
  @Column('uuid', { name: 'import_id', nullable: true }) importId: string | null;
}
