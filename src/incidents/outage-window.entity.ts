import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { WindowCapabilities } from './outage-window.js';

@Entity('outage_window')
export class OutageWindowEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'incident_id' }) incidentId: string;
  @Column('text', { name: 'component_key' }) componentKey: string;
  @Column('timestamptz', { name: 'starts_at' }) startsAt: Date;
  @Column('timestamptz', { name: 'ends_at', nullable: true }) endsAt: Date | null;
  @Column('jsonb') capabilities: WindowCapabilities;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('uuid', { name: 'evidence_ids', array: true }) evidenceIds: string[];
  @Column('uuid', { name: 'start_evidence_id', nullable: true }) startEvidenceId: string | null;
  @Column('uuid', { name: 'end_evidence_id', nullable: true }) endEvidenceId: string | null;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'retracted_at', nullable: true }) retractedAt: Date | null;
  @Column('text', { name: 'retracted_by', nullable: true }) retractedBy: string | null;
  @Column('text', { name: 'retracted_reason', nullable: true }) retractedReason: string | null;
}
