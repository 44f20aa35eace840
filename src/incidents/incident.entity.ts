import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Descriptions, IncidentStatus } from './incident.js';

@Entity('incident')
export class IncidentEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text') title: string;
  @Column('text', { nullable: true }) reference: string | null;
  @Column('text') status: IncidentStatus;
  @Column('text', { name: 'time_zone' }) timeZone: string;
  @Column('jsonb') descriptions: Descriptions;
  @Column('text', { name: 'source_url', nullable: true }) sourceUrl: string | null;
  @Column('int') version: number;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('text', { name: 'updated_by', nullable: true }) updatedBy: string | null;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
