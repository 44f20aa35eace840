import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MailStatus, MailTemplate } from './mail.js';

/** One e-mail to or from a customer. */
@Entity('mail')
export class MailEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'case_id' }) caseId: string;
  @Column('uuid', { name: 'incident_id' }) incidentId: string;
  @Column('text') direction: 'out' | 'in';
  @Column('uuid', { name: 'run_id', nullable: true }) runId: string | null;
  /** Null for one that came from an address that is no contact's. */
  @Column('uuid', { name: 'contact_id', nullable: true }) contactId: string | null;
  @Column('text', { nullable: true }) template: MailTemplate | null;
  /** What it is about, with its version. */
  @Column('text', { name: 'subject_key', nullable: true }) subjectKey: string | null;
  /** False for one that a person asked for by itself. */
  @Column('boolean') automatic: boolean;
  @Column('uuid', { name: 'offer_id', nullable: true }) offerId: string | null;
  @Column('int', { name: 'offer_version', nullable: true }) offerVersion: number | null;
  /** The letter that is attached. */
  @Column('uuid', { name: 'letter_id', nullable: true }) letterId: string | null;
  /** The mail that a person sent again by this one. */
  @Column('uuid', { name: 'resend_of', nullable: true }) resendOf: string | null;
  @Column('text') status: MailStatus;
  @Column('text', { name: 'status_reason', nullable: true }) statusReason: string | null;
  @Column('text', { name: 'from_address' }) fromAddress: string;
  @Column('text', { name: 'to_address' }) toAddress: string;
  @Column('text', { name: 'to_name', nullable: true }) toName: string | null;
  @Column('text') subject: string;
  @Column('text', { name: 'text_body' }) textBody: string;
  @Column('text', { name: 'html_body', nullable: true }) htmlBody: string | null;
  /** Without angle brackets; made once, whatever the attempts. */
  @Column('text', { name: 'message_id' }) messageId: string;
  @Column('text', { name: 'in_reply_to', nullable: true }) inReplyTo: string | null;
  @Column('text', { name: 'reference_ids', array: true }) referenceIds: string[];
  @Column('int') attempts: number;
  @Column('timestamptz', { name: 'available_at', nullable: true }) availableAt: Date | null;
  @Column('timestamptz', { name: 'lease_until', nullable: true }) leaseUntil: Date | null;
  @Column('text', { name: 'smtp_response', nullable: true }) smtpResponse: string | null;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'sent_at', nullable: true }) sentAt: Date | null;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
