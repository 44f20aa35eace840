import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OfferStatus, Staleness } from './offer.js';
import type { StoredAnswer } from './offer-answer.js';
import type { FactsSnapshot } from './price-offer.js';
import type { OfferLine } from './proposal.js';

@Entity('offer')
export class OfferEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'incident_id' }) incidentId: string;
  @Column('uuid', { name: 'assessment_id' }) assessmentId: string;
  @Column('uuid', { name: 'policy_version_id' }) policyVersionId: string;
  /** 0 is the original offer of an incident; 1… supplement it. */
  @Column('int') sequence: number;
  @Column('text') status: OfferStatus;
  @Column('bigint', { name: 'amount_minor' }) amountMinor: number;
  @Column('text') currency: string;
  @Column('jsonb') lines: readonly OfferLine[];
  /** What it was worked out from: pricing these facts again gives the same content hash. Null where a person made it. */
  @Column('jsonb', { nullable: true }) inputs: FactsSnapshot | null;
  @Column('text', { name: 'content_hash' }) contentHash: string;
  /** The hash of the content as it was worked out, whatever a person made of it since. Null where a person made it. */
  @Column('text', { name: 'computed_hash', nullable: true }) computedHash: string | null;
  /** How many contents it has had; approvals are of one edition alone. */
  @Column('int') edition: number;
  @Column('jsonb', { nullable: true }) stale: Staleness | null;
  @Column('timestamptz', { name: 'valid_until', nullable: true }) validUntil: Date | null;
  @Column('text', { name: 'approved_by', nullable: true }) approvedBy: string | null;
  @Column('timestamptz', { name: 'approved_at', nullable: true }) approvedAt: Date | null;
  @Column('timestamptz', { name: 'sent_at', nullable: true }) sentAt: Date | null;
  @Column('timestamptz', { name: 'answered_at', nullable: true }) answeredAt: Date | null;
  @Column('jsonb', { nullable: true }) answer: StoredAnswer | null;
  @Column('int') version: number;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
