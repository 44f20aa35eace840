import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DeliveredKind } from './data-delivery.js';

@Entity('data_delivery')
export class DataDeliveryEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text') source: string;
  @Column('uuid', { name: 'import_id', nullable: true }) importId: string | null;
  @Column('text') kind: DeliveredKind;
  @Column('timestamptz', { name: 'hour_at' }) hourAt: Date;
  @Column('int', { name: 'line_count' }) lineCount: number;
  @Column('timestamptz', { name: 'first_at' }) firstAt: Date;
  @Column('timestamptz', { name: 'last_at' }) lastAt: Date;
  @Column('timestamptz', { name: 'arrived_at' }) arrivedAt: Date;
}
