import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SourceAnswers } from './import-source.js';

@Entity('import_source')
export class ImportSourceEntity {
  @PrimaryColumn('text') key: string;
  @Column('text') name: string;
  @Column('jsonb') answers: SourceAnswers;
  @Column('int') version: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('text', { name: 'updated_by' }) updatedBy: string;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
