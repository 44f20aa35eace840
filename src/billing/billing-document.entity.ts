import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('billing_document')
export class BillingDocumentEntity {
  @PrimaryColumn('text') document: string;
  @Column('uuid', { name: 'customer_id' }) customerId: string;
}
