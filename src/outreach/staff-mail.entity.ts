import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An e-mail to one of our own people. */
@Entity('staff_mail')
export class StaffMailEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text') kind: 'digest';
  /** As the person stands as the owner of cases. */
  @Column('text') recipient: string;
  /** YYYY-MM-DD in the calendar's zone. */
  @Column('date') day: string;
  @Column('text', { name: 'to_address' }) toAddress: string;
  @Column('text') subject: string;
  @Column('text', { name: 'text_body' }) textBody: string;
  @Column('text', { name: 'html_body' }) htmlBody: string;
  @Column('text') status: 'held' | 'queued' | 'transmitting' | 'sent' | 'unknown' | 'failed';
  @Column('int') attempts: number;
  @Column('timestamptz', { name: 'available_at', nullable: true }) availableAt: Date | null;
  @Column('text', { name: 'smtp_response', nullable: true }) smtpResponse: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'sent_at', nullable: true }) sentAt: Date | null;
}
