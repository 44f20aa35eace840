import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PortalPage } from './portal-page.js';

/** What a customer answered on their page, and what it showed them then; one for an offer. */
@Entity('portal_answer')
export class PortalAnswerEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid', { name: 'offer_id' }) offerId: string;
  @Column('uuid', { name: 'incident_id' }) incidentId: string;
  /** The version of the offer that the page showed. */
  @Column('int', { name: 'offer_version' }) offerVersion: number;
  @Column('text') answer: 'accepted' | 'declined';
  @Column('text', { nullable: true }) name: string | null;
  @Column('text', { nullable: true }) role: string | null;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('text') locale: 'fr' | 'en';
  @Column('jsonb') page: PortalPage;
  /** Of the page's words as they were shown, in hexadecimal. */
  @Column('text', { name: 'page_sha256' }) pageSha256: string;
  /** Of the letter that the page offered to read, in hexadecimal. */
  @Column('text', { name: 'letter_sha256' }) letterSha256: string;
  @Column('timestamptz', { name: 'answered_at' }) answeredAt: Date;
}
