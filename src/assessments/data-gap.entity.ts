import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('data_gap')
export class DataGapEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid', { name: 'assessment_id' }) assessmentId: string;
  @Column('int', { name: 'gap_seconds' }) gapSeconds: number;
  @Column('int') meetings: number;
}
