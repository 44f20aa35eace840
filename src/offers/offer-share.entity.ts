import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { InKindUnit, PolicyKind } from '../policies/policy.js';

@Entity('offer_share')
export class OfferShareEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid', { name: 'offer_id' }) offerId: string;
  @PrimaryColumn('text') kind: PolicyKind;
  @PrimaryColumn('timestamptz', { name: 'period_start_at' }) periodStartAt: Date;
  @Column('timestamptz', { name: 'period_end_at' }) periodEndAt: Date;
  @Column('uuid', { name: 'policy_version_id' }) policyVersionId: string;
  @Column('bigint', { name: 'amount_minor' }) amountMinor: number;
  /** Of what is given in kind; null when it is money. */
  @Column('text', { nullable: true }) unit: InKindUnit | null;
  @Column('int') quantity: number;
  /** The most that all offers of the kind may give in the period; null without a cap. */
  @Column('bigint', { name: 'period_cap_minor', nullable: true }) periodCapMinor: number | null;
}
