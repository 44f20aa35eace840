import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ProposalReason } from '../offers/proposal.js';
import type { ImpactClass } from '../policies/impact-class.js';
import type { PriorityReason } from './case-priority.js';
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
  @Column('timestamptz', { name: 'snoozed_until', nullable: true }) snoozedUntil: Date | null;
  /** Why it is on hold; null when it is not. */
  @Column('text', { name: 'hold_reason', nullable: true }) holdReason: string | null;
  @Column('text', { array: true }) tags: string[];
  /** When we first reached the customer, or they us. */
  @Column('timestamptz', { name: 'first_touch_at', nullable: true }) firstTouchAt: Date | null;
  /** When we last reached the customer, or they us. */
  @Column('timestamptz', { name: 'last_touch_at', nullable: true }) lastTouchAt: Date | null;
  /** Since when it waits for too long; null once somebody has touched it again. */
  @Column('timestamptz', { name: 'escalated_at', nullable: true }) escalatedAt: Date | null;
  /** False when a later assessment no longer finds the customer hit. */
  @Column('boolean', { name: 'still_affected' }) stillAffected: boolean;
  @Column('int') people: number;
  @Column('bigint', { name: 'monthly_fee_minor', nullable: true }) monthlyFeeMinor: number | null;
  @Column('text', { nullable: true }) currency: string | null;
  @Column('int', { name: 'claim_count' }) claimCount: number;
  @Column('int') priority: number;
  @Column('jsonb', { name: 'priority_reasons' }) priorityReasons: readonly PriorityReason[];
  @Column('int') version: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
