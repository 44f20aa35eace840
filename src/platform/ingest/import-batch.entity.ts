import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ImportWarning, RevertCounts } from './import-kind.js';

@Entity('import_batch')
export class ImportBatchEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text') kind: string;
  @Column('text', { name: 'source_name', nullable: true }) sourceName: string | null;
  @Column('text') status: 'running' | 'done' | 'refused' | 'reverted';
  @Column('bigint', { name: 'read_count', default: 0 }) readCount: number;
  @Column('bigint', { name: 'accepted_count', default: 0 }) acceptedCount: number;
  @Column('bigint', { name: 'rejected_count', default: 0 }) rejectedCount: number;
  @Column('jsonb', { default: [] }) warnings: readonly ImportWarning[];
  @Column('text', { name: 'error_code', nullable: true }) errorCode: string | null;
  @Column('text', { name: 'error_message', nullable: true }) errorMessage: string | null;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'finished_at', nullable: true }) finishedAt: Date | null;
  @Column('timestamptz', { name: 'reverted_at', nullable: true }) revertedAt: Date | null;
  @Column('text', { name: 'reverted_by', nullable: true }) revertedBy: string | null;
  @Column('text', { name: 'revert_reason', nullable: true }) revertReason: string | null;
  @Column('jsonb', { nullable: true }) reverted: RevertCounts | null;
}
