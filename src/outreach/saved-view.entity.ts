import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ViewQuery } from './saved-view.js';

@Entity('saved_view')
export class SavedViewEntity {
  @PrimaryColumn('uuid') id: string;
  /** Whose it is; nobody else sees it. */
  @Column('text') owner: string;
  @Column('text') name: string;
  @Column('jsonb') query: ViewQuery;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
