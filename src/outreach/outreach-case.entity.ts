import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ProposalReason } from '../offers/proposal.js';
import type { ImpactClass } from '../policies/impact-class.js';
import type { CaseStatus, Owed } from './outreach-case.js';

@Entity('outreach_case')
export class OutreachCaseEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'incident_id' }) incidentId: string;
  @Column('text') status: CaseStatus;
  /** By the newest assessment that found the customer hit. */
  @Column('text', { name: 'impact_class' }) impactClass: ImpactClass;
  @Column('text') owed: Owed;
  @Column('jsonb', { name: 'owed_reasons' }) owedReasons: readonly ProposalReason[];
  @Column('text', { nullable: true }) owner: string | null;
  @Column('text', { name: 'next_action', nullable: true }) nextAction: string | null;
  @Column('timestamptz', { name: 'next_action_at', nullable: true }) nextActionAt: Date | null;
  /** When we last reached the customer, or they us. */
  @Column('timestamptz', { name: 'last_touch_at', nullable: true }) lastTouchAt: Date | null;
  /** False when a later assessment no longer finds the customer hit. */
  @Column('boolean', { name: 'still_affected' }) stillAffected: boolean;
  @Column('int') version: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
