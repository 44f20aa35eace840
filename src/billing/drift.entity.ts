import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DriftKind } from './drift.js';

@Entity('drift')
export class DriftEntity {
  @PrimaryColumn('uuid', { name: 'reconciliation_id' }) reconciliationId: string;
  @PrimaryColumn('int') number: number;
  @Column('text') kind: DriftKind;
  @Column('text') reference: string;
  @Column('uuid', { name: 'credit_id', nullable: true }) creditId: string | null;
  @Column('uuid', { name: 'customer_id', nullable: true }) customerId: string | null;
  @Column('jsonb', { nullable: true }) expected: object | null;
  @Column('jsonb') found: object;
  @Column('text', { name: 'suggested_action' }) suggestedAction: string;
}
