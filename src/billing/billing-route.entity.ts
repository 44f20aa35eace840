import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('billing_route')
export class BillingRouteEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  /** Null is the default connection. */
  @Column('uuid', { name: 'connection_id', nullable: true }) connectionId: string | null;
  /** Null is the customer's own id for that kind of system. */
  @Column('text', { name: 'billing_customer_id', nullable: true }) billingCustomerId: string | null;
  @Column('int') version: number;
  @Column('text', { name: 'updated_by' }) updatedBy: string;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
