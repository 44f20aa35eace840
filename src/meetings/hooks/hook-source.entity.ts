import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SourceProvider, SourceScope } from './hook-source.js';

@Entity('hook_source')
export class HookSourceEntity {
  @PrimaryColumn('text') key: string;
  @Column('text') provider: SourceProvider;
  @Column('text') scope: SourceScope;
  @Column('text') value: string;
  @Column('uuid', { name: 'customer_id' }) customerId: string;
  @Column('text', { array: true }) components: string[];
  @Column('int') version: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('text', { name: 'updated_by' }) updatedBy: string;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
