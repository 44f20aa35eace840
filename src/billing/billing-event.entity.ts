import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EntryStatus } from './billing-system.js';

@Entity('billing_event')
export class BillingEventEntity {
  @PrimaryColumn('uuid', { name: 'connection_id' }) connectionId: string;
  @PrimaryColumn('text', { name: 'event_id' }) eventId: string;
  @Column('text') type: string;
  /** As it came and was signed. */
  @Column('text') body: string;
  @Column('text') fact: 'entry' | 'used_up' | 'given_back' | 'none';
  @Column('text', { nullable: true }) reference: string | null;
  /** The entry, or the invoice that used it up. */
  @Column('text', { name: 'external_id', nullable: true }) externalId: string | null;
  @Column('text', { name: 'entry_status', nullable: true }) entryStatus: EntryStatus | null;
  @Column('text', { name: 'billing_document', nullable: true }) billingDocument: string | null;
  @Column('text', { name: 'billing_customer_id', nullable: true }) billingCustomerId: string | null;
  @Column('text', { nullable: true }) currency: string | null;
  @Column('timestamptz', { name: 'occurred_at' }) occurredAt: Date;
  @Column('timestamptz', { name: 'received_at' }) receivedAt: Date;
}
