import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Capability } from './outage-window.js';

@Entity('component')
export class ComponentEntity {
  @PrimaryColumn('text') key: string;
  @Column('text') name: string;
  @Column('text', { array: true }) capabilities: Capability[];
  @Column('int') version: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('text', { name: 'updated_by', nullable: true }) updatedBy: string | null;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
