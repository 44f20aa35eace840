import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('policy')
export class PolicyEntity {
  @PrimaryColumn('text') code: string;
  @Column('text') name: string;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
}
