import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ActivityKind } from './case-activity.js';

@Entity('case_activity')
export class CaseActivityEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid', { name: 'case_id' }) caseId: string;
  @PrimaryColumn('uuid') id: string;
  @Column('text') kind: ActivityKind;
  @Column('text') body: string;
  @Column('jsonb') details: Readonly<Record<string, unknown>>;
  @Column('text') author: string;
  @Column('timestamptz', { name: 'occurred_at' }) occurredAt: Date;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('text', { name: 'dedup_key', nullable: true }) dedupKey: string | null;
  /** 1 as it was written; each edit adds one. */
  @Column('int') revision: number;
  @Column('text', { name: 'edited_by', nullable: true }) editedBy: string | null;
  @Column('timestamptz', { name: 'edited_at', nullable: true }) editedAt: Date | null;
}
