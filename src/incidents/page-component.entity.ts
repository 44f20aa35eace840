import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Capability } from './outage-window.js';

@Entity('page_component')
export class PageComponentEntity {
  @PrimaryColumn('text', { name: 'page_component_id' }) pageComponentId: string;
  @Column('text', { name: 'page_id', nullable: true }) pageId: string | null;
  @Column('text') name: string;
  @Column('text', { name: 'component_key', nullable: true }) componentKey: string | null;
  @Column('text', { array: true, nullable: true }) capabilities: Capability[] | null;
  @Column('boolean', { default: false }) ignored: boolean;
  @Column('int') version: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('text', { name: 'updated_by', nullable: true }) updatedBy: string | null;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
