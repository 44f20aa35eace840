import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OwnTexts } from './own-texts.js';

@Entity('letter_text_version')
export class LetterTextVersionEntity {
  @PrimaryColumn('int') version: number;
  @Column('jsonb') texts: OwnTexts;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
}
