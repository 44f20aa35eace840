import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('credit')
export class CreditEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'offer_id' }) offerId: string;
  @Column('uuid', { name: 'incident_id' }) incidentId: string;
  @Column('bigint', { name: 'amount_minor' }) amountMinor: number;
  @Column('text') currency: string;
  @Column('text') reference: string;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
}
