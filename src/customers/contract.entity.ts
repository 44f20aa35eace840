import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ContractStatus } from './contract.js';

@Entity('contract')
export class ContractEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  /** The first day, as YYYY-MM-DD, in the customer's time zone. */
  @PrimaryColumn('date', { name: 'valid_from' }) validFrom: string;
  /** The first day after it; null when it has no end. */
  @Column('date', { name: 'valid_to', nullable: true }) validTo: string | null;
  @Column('text') plan: string;
  @Column('bigint', { name: 'monthly_fee_minor' }) monthlyFeeMinor: number;
  @Column('text') currency: string;
  @Column('text', { name: 'policy_code', nullable: true }) policyCode: string | null;
  @Column('text') status: ContractStatus;
}
