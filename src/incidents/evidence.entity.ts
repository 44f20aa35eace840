import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Confidence, EvidenceSource } from './evidence.js';

@Entity('evidence')
export class EvidenceEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'incident_id' }) incidentId: string;
  @Column('text') source: EvidenceSource;
  @Column('text', { name: 'component_key', nullable: true }) componentKey: string | null;
  @Column('timestamptz', { name: 'claimed_start_at', nullable: true }) claimedStartAt: Date | null;
  @Column('timestamptz', { name: 'claimed_end_at', nullable: true }) claimedEndAt: Date | null;
  @Column('text') confidence: Confidence;
  @Column('text') quote: string;
  @Column('text', { name: 'source_url', nullable: true }) sourceUrl: string | null;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
}
