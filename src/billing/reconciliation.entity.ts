import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('reconciliation')
export class ReconciliationEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'connection_id' }) connectionId: string;
  @Column('text') status: 'running' | 'done' | 'failed';
  @Column('uuid', { name: 'job_id', nullable: true }) jobId: string | null;
  @Column('int', { name: 'entry_count', nullable: true }) entryCount: number | null;
  @Column('int', { name: 'delivery_count', nullable: true }) deliveryCount: number | null;
  @Column('int', { name: 'drift_count', nullable: true }) driftCount: number | null;
  @Column('int', { name: 'moved_count', nullable: true }) movedCount: number | null;
  @Column('text', { name: 'error_message', nullable: true }) errorMessage: string | null;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'finished_at', nullable: true }) finishedAt: Date | null;
}
