import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FulfilmentStatus, FulfilmentWhat } from './settle-offer.js';

@Entity('fulfilment')
export class FulfilmentEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'offer_id' }) offerId: string;
  @Column('uuid', { name: 'incident_id' }) incidentId: string;
  @Column('text') what: FulfilmentWhat;
  @Column('bigint', { name: 'amount_minor' }) amountMinor: number;
  @Column('text') currency: string;
  @Column('int') quantity: number;
  @Column('text') status: FulfilmentStatus;
  @Column('text', { name: 'done_by', nullable: true }) doneBy: string | null;
  @Column('timestamptz', { name: 'done_at', nullable: true }) doneAt: Date | null;
  @Column('text', { nullable: true }) note: string | null;
  @Column('int') version: number;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
}
