import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the offers of an incident were last worked out by. */
@Entity('proposal_run')
export class ProposalRunEntity {
  @PrimaryColumn('uuid', { name: 'incident_id' }) incidentId: string;
  @Column('uuid', { name: 'assessment_id' }) assessmentId: string;
  /** The policy that took the place of each contract's own; null for none. */
  @Column('text', { name: 'policy_code', nullable: true }) policyCode: string | null;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
}
