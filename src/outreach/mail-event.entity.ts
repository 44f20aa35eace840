import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the mail provider told us, once. */
@Entity('mail_event')
export class MailEventEntity {
  /** The id of the provider's call. */
  @PrimaryColumn('text') id: string;
  @Column('text') type: 'reply' | 'bounce' | 'complaint';
  /** Unmatched: no case is known for it, and a person must look. */
  @Column('text') outcome: 'matched' | 'unmatched';
  @Column('uuid', { name: 'customer_id', nullable: true }) customerId: string | null;
  @Column('uuid', { name: 'case_id', nullable: true }) caseId: string | null;
  @Column('uuid', { name: 'mail_id', nullable: true }) mailId: string | null;
  @Column('text', { name: 'from_address', nullable: true }) fromAddress: string | null;
  @Column('text', { nullable: true }) subject: string | null;
  @Column('text', { name: 'text_body', nullable: true }) textBody: string | null;
  @Column('timestamptz', { name: 'received_at' }) receivedAt: Date;
}
