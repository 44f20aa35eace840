import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EventStatus, HookProvider, SaidByEvent } from './meeting-event.js';

@Entity('meeting_event')
export class MeetingEventEntity {
  @PrimaryColumn('text') provider: HookProvider;
  @PrimaryColumn('text', { name: 'event_id' }) eventId: string;
  @Column('text') type: string;
  @Column('text') status: EventStatus;
  @Column('jsonb', { nullable: true }) said: SaidByEvent | null;
  /** Why it is not applied, or what of it is not. */
  @Column('text', { nullable: true }) reason: string | null;
  @Column('uuid', { name: 'customer_id', nullable: true }) customerId: string | null;
  @Column('text', { name: 'meeting_external_id', nullable: true }) meetingExternalId: string | null;
  @Column('text', { name: 'participant_id', nullable: true }) participantId: string | null;
  @Column('text', { nullable: true }) connection: string | null;
  @Column('timestamptz', { name: 'received_at' }) receivedAt: Date;
  @Column('timestamptz', { name: 'applied_at', nullable: true }) appliedAt: Date | null;
}
