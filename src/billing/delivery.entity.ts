import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DeliveryKind, DeliveryStatus } from './delivery.js';

@Entity('delivery')
export class DeliveryEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  /** The credit's own id, or the reversal's. */
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'credit_id' }) creditId: string;
  @Column('text') kind: DeliveryKind;
  @Column('text') reference: string;
  @Column('bigint', { name: 'amount_minor' }) amountMinor: number;
  @Column('text') currency: string;
  @Column('bigint', { name: 'reversed_minor' }) reversedMinor: number;
  @Column('text') status: DeliveryStatus;
  @Column('text', { name: 'reason_code', nullable: true }) reasonCode: string | null;
  @Column('text', { name: 'reason_message', nullable: true }) reasonMessage: string | null;
  @Column('uuid', { name: 'connection_id', nullable: true }) connectionId: string | null;
  @Column('text', { name: 'billing_customer_id', nullable: true }) billingCustomerId: string | null;
  /** A person has sent it elsewhere than the data says. */
  @Column('boolean') redirected: boolean;
  @Column('text', { name: 'external_id', nullable: true }) externalId: string | null;
  /** The credit note or invoice that carries the credit. */
  @Column('text', { name: 'billing_document', nullable: true }) billingDocument: string | null;
  @Column('int') attempt: number;
  @Column('int') tries: number;
  @Column('boolean', { name: 'look_up_first' }) lookUpFirst: boolean;
  @Column('timestamptz', { name: 'next_attempt_at', nullable: true }) nextAttemptAt: Date | null;
  @Column('timestamptz', { name: 'lease_until', nullable: true }) leaseUntil: Date | null;
  @Column('timestamptz', { name: 'first_sent_at', nullable: true }) firstSentAt: Date | null;
  @Column('timestamptz', { name: 'unknown_since', nullable: true }) unknownSince: Date | null;
  @Column('uuid', { name: 'batch_id', nullable: true }) batchId: string | null;
  @Column('text', { name: 'confirmed_by', nullable: true }) confirmedBy: string | null;
  @Column('timestamptz', { name: 'confirmed_at', nullable: true }) confirmedAt: Date | null;
  @Column('int') version: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
