import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { UpdateStatus } from './incident.js';

@Entity('incident_update')
export class IncidentUpdateEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'incident_id' }) incidentId: string;
  @Column('text') status: UpdateStatus;
  @Column('text') body: string;
  @Column('text', { nullable: true }) locale: string | null;
  @Column('timestamptz', { name: 'display_at' }) displayAt: Date;
  @Column('text', { name: 'source_url', nullable: true }) sourceUrl: string | null;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  /** Its id where it was published; null for one that a person entered. */
  @Column('text', { name: 'external_id', nullable: true }) externalId?: string | null;
}
