import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AssessmentStatus, Completeness, Figures, SnapshotWindow, StepTime } from './assessment.js';

@Entity('assessment')
export class AssessmentEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'incident_id' }) incidentId: string;
  @Column('int') revision: number;
  @Column('text') status: AssessmentStatus;
  @Column('boolean') provisional: boolean;
  @Column('timestamptz', { name: 'assessed_at' }) assessedAt: Date;
  @Column('jsonb') windows: SnapshotWindow[];
  @Column('jsonb', { nullable: true }) figures: Figures | null;
  @Column('jsonb', { nullable: true }) completeness: Completeness | null;
  @Column('text', { name: 'windows_fingerprint', nullable: true }) windowsFingerprint: string | null;
  @Column('text', { nullable: true }) fingerprint: string | null;
  @Column('int', { name: 'unchanged_since', nullable: true }) unchangedSince: number | null;
  @Column('timestamptz', { name: 'span_start_at', nullable: true }) spanStartAt: Date | null;
  @Column('timestamptz', { name: 'span_end_at', nullable: true }) spanEndAt: Date | null;
  @Column('timestamptz', { name: 'data_read_at', nullable: true }) dataReadAt: Date | null;
  @Column('int', { name: 'deliveries_seen', nullable: true }) deliveriesSeen: number | null;
  @Column('jsonb') steps: StepTime[];
  @Column('uuid', { name: 'job_id', nullable: true }) jobId: string | null;
  @Column('text', { name: 'error_code', nullable: true }) errorCode: string | null;
  @Column('text', { name: 'error_message', nullable: true }) errorMessage: string | null;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'finished_at', nullable: true }) finishedAt: Date | null;
}
