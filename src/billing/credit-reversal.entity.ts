import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ReversalStatus } from './credit-reversal.js';

@Entity('credit_reversal')
export class CreditReversalEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'credit_id' }) creditId: string;
  @Column('bigint', { name: 'amount_minor' }) amountMinor: number;
  @Column('text') currency: string;
  @Column('text') status: ReversalStatus;
  @Column('text') reason: string;
  @Column('text') reference: string;
  @Column('text', { name: 'requested_by' }) requestedBy: string;
  @Column('timestamptz', { name: 'requested_at' }) requestedAt: Date;
  @Column('text', { name: 'decided_by', nullable: true }) decidedBy: string | null;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt: Date | null;
  @Column('boolean', { name: 'four_eyes' }) fourEyes: boolean;
}
