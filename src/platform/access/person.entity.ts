import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from './actor.js';

@Entity('person')
export class PersonEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text', { array: true }) roles: Role[];
  @Column('text', { nullable: true }) provider: string | null;
  @Column('text', { nullable: true }) locale: string | null;
  @Column('text', { nullable: true }) theme: string | null;
  @Column('timestamptz', { name: 'disabled_at', nullable: true }) disabledAt: Date | null;
  @Column('int') version: number;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('text', { name: 'updated_by' }) updatedBy: string;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
