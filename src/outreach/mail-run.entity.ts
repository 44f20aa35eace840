import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BulkTemplate } from './mail.js';

export const RUN_STATUSES = ['running', 'paused', 'stopped', 'done'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** One bulk send. */
@Entity('mail_run')
export class MailRunEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'incident_id' }) incidentId: string;
  @Column('text') template: BulkTemplate;
  @Column('text') status: RunStatus;
  @Column('text', { name: 'status_reason', nullable: true }) statusReason: string | null;
  /** How many cases were left out, by reason. */
  @Column('jsonb') excluded: Readonly<Record<string, number>>;
  @Column('uuid', { name: 'job_id', nullable: true }) jobId: string | null;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
