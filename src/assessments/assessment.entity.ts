import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AssessmentStatus, Figures, SnapshotWindow, StepTime } from './assessment.js';

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
  @Column('jsonb') steps: StepTime[];
  @Column('uuid', { name: 'job_id', nullable: true }) jobId: string | null;
  @Column('text', { name: 'error_code', nullable: true }) errorCode: string | null;
  @Column('text', { name: 'error_message', nullable: true }) errorMessage: string | null;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'finished_at', nullable: true }) finishedAt: Date | null;
}
