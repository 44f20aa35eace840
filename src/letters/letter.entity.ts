import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LetterLocale } from './letter-content.js';
import type { StoredOtherOffer } from './other-offers.js';

export type LetterKind = 'offer' | 'apology';

@Entity('letter')
export class LetterEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'incident_id' }) incidentId: string;
  @Column('uuid', { name: 'assessment_id' }) assessmentId: string;
  /** Null for an apology. */
  @Column('uuid', { name: 'offer_id', nullable: true }) offerId: string | null;
  @Column('text') kind: LetterKind;
  @Column('text') locale: LetterLocale;
  /** As the customer reads it on the paper, and quotes it. */
  @Column('text') reference: string;
  @Column('bytea') pdf: Buffer;
  /** Of `pdf`, in hexadecimal. */
  @Column('text') sha256: string;
  /** The customer's own copy, which says where to answer; null where that is the same. Staff never see it. */
  @Column('bytea', { name: 'customer_pdf', nullable: true }) customerPdf: Buffer | null;
  @Column('text', { name: 'customer_sha256', nullable: true }) customerSha256: string | null;
  /** The other offers that its lines name, as they were called when it was written. */
  @Column('jsonb', { name: 'other_offers' }) otherOffers: readonly StoredOtherOffer[];
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
}
