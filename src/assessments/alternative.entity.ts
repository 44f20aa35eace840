import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Figures } from './assessment.js';

@Entity('assessment_alternative')
export class AlternativeEntity {
  @PrimaryColumn('uuid', { name: 'assessment_id' }) assessmentId: string;
  @PrimaryColumn('uuid', { name: 'window_id' }) windowId: string;
  @PrimaryColumn('text') edge: 'start' | 'end';
  @PrimaryColumn('timestamptz', { name: 'claimed_at' }) claimedAt: Date;
  @Column('uuid', { name: 'evidence_ids', array: true }) evidenceIds: string[];
  @Column('jsonb') figures: Figures;
  @Column('timestamptz', { name: 'computed_at' }) computedAt: Date;
}
