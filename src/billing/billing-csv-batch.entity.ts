import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('billing_csv_batch')
export class BillingCsvBatchEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'connection_id' }) connectionId: string;
  @Column('int') number: number;
  @Column('text') currency: string;
  @Column('int', { name: 'line_count' }) lineCount: number;
  @Column('bigint', { name: 'credit_minor' }) creditMinor: number;
  @Column('bigint', { name: 'reversal_minor' }) reversalMinor: number;
  @Column('bytea') file: Buffer;
  @Column('bytea', { name: 'file_sha256' }) fileSha256: Buffer;
  @Column('text', { name: 'closed_by' }) closedBy: string;
  @Column('timestamptz', { name: 'closed_at' }) closedAt: Date;
}
