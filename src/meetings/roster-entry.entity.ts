import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ParticipantRole } from './participant.js';

@Entity('roster_entry')
export class RosterEntryEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid', { name: 'meeting_id' }) meetingId: string;
  @PrimaryColumn('text', { name: 'participant_id' }) participantId: string;
  @Column('text') role: ParticipantRole;
}
