import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ClaimStatus, ClaimVerdict } from './claim.js';
import type { ClaimEvidence } from './claim-verdict.js';
import type { CustomerCandidate, IncidentCandidate } from './match-claim.js';
import type { RefusalCode } from './refusal-words.js';

/** Whose a claim may be, best first. */
export type ClaimCandidates = {
  readonly customers: readonly CustomerCandidate[];
  readonly incidents: readonly IncidentCandidate[];
};

@Entity('claim')
export class ClaimEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'customer_id', nullable: true }) customerId: string | null;
  @Column('uuid', { name: 'incident_id', nullable: true }) incidentId: string | null;
  @Column('text') status: ClaimStatus;
  @Column('text', { nullable: true }) verdict: ClaimVerdict | null;
  @Column('jsonb', { nullable: true }) evidence: ClaimEvidence | null;
  @Column('jsonb') candidates: ClaimCandidates;
  @Column('uuid', { name: 'merged_into', nullable: true }) mergedInto: string | null;
  /** The offer that answers it, once it is accepted. */
  @Column('uuid', { name: 'offer_id', nullable: true }) offerId: string | null;
  @Column('text', { name: 'refusal_codes', array: true }) refusalCodes: RefusalCode[];
  @Column('text', { name: 'decision_note', nullable: true }) decisionNote: string | null;
  @Column('text', { name: 'decided_by', nullable: true }) decidedBy: string | null;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt: Date | null;
  /** When it first came. */
  @Column('timestamptz', { name: 'arrived_at' }) arrivedAt: Date;
  @Column('int') version: number;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}

/** A claim as it is kept. */
export type Claim = { readonly [field in keyof ClaimEntity]: ClaimEntity[field] };
