import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An address to which nothing is sent any more. */
@Entity('mail_block')
export class MailBlockEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  /** In lower case. */
  @PrimaryColumn('text') address: string;
  @Column('text') reason: 'bounced' | 'complained';
  @Column('uuid', { name: 'mail_id', nullable: true }) mailId: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
}
