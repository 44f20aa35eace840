import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ActivityKind } from './case-activity.js';

/** What an entry of a timeline said before it was edited. */
@Entity('case_activity_revision')
export class CaseActivityRevisionEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid', { name: 'case_id' }) caseId: string;
  @PrimaryColumn('uuid', { name: 'activity_id' }) activityId: string;
  @PrimaryColumn('int') revision: number;
  @Column('text') kind: ActivityKind;
  @Column('text') body: string;
  @Column('timestamptz', { name: 'occurred_at' }) occurredAt: Date;
  @Column('text', { name: 'written_by' }) writtenBy: string;
  @Column('timestamptz', { name: 'written_at' }) writtenAt: Date;
}
