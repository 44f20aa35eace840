import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OfferLine, Outcome, ProposalReason } from './proposal.js';

@Entity('proposal')
export class ProposalEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid', { name: 'assessment_id' }) assessmentId: string;
  @Column('uuid', { name: 'incident_id' }) incidentId: string;
  @Column('text') outcome: Outcome;
  @Column('jsonb') reasons: readonly ProposalReason[];
  @Column('jsonb') lines: readonly OfferLine[];
  @Column('bigint', { name: 'amount_minor' }) amountMinor: number;
  /** Null when no contract was in force. */
  @Column('text', { nullable: true }) currency: string | null;
  @Column('uuid', { name: 'policy_version_id', nullable: true }) policyVersionId: string | null;
  /** The offer that stands for it: its own, or one that was approved or answered before and is left alone. */
  @Column('uuid', { name: 'offer_id', nullable: true }) offerId: string | null;
  /** Of the facts that it was computed from. */
  @Column('text', { name: 'input_hash' }) inputHash: string;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
}
