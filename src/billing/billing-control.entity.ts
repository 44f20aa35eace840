import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('billing_control')
export class BillingControlEntity {
  @PrimaryColumn('int') id: number;
  @Column('timestamptz', { name: 'stopped_at', nullable: true }) stoppedAt: Date | null;
  @Column('text', { name: 'stopped_by', nullable: true }) stoppedBy: string | null;
  @Column('text', { name: 'stopped_reason', nullable: true }) stoppedReason: string | null;
  /** By currency, in minor units: a reversal above it needs two persons. */
  @Column('jsonb', { name: 'reversal_limits' }) reversalLimits: Record<string, number>;
  @Column('int') version: number;
  @Column('text', { name: 'updated_by' }) updatedBy: string;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
