import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('contact')
export class ContactEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid') id: string;
  @Column('text') email: string;
  @Column('text') name: string;
  @Column('text') role: string;
  @Column('boolean', { name: 'opted_out', default: false }) optedOut: boolean;
}
