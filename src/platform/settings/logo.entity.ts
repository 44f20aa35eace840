import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('logo')
export class LogoEntity {
  @PrimaryColumn('text') key: string;
  @Column('text', { name: 'media_type' }) mediaType: 'image/png' | 'image/jpeg';
  @Column('int') width: number;
  @Column('int') height: number;
  @Column('int') colors: 1 | 3;
  @Column('bytea') image: Buffer;
  @Column('text') sha256: string;
  @Column('bytea', { nullable: true }) pixels: Buffer | null;
  @Column('int') version: number;
  @Column('text', { name: 'updated_by' }) updatedBy: string;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
