import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OfferStatus } from './offer.js';

@Entity('offer_transition')
export class OfferTransitionEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid', { name: 'offer_id' }) offerId: string;
  /** The version that the offer has had since. */
  @PrimaryColumn('int') version: number;
  /** Null where the offer began. */
  @Column('text', { name: 'from_status', nullable: true }) fromStatus: OfferStatus | null;
  @Column('text', { name: 'to_status' }) toStatus: OfferStatus;
  @Column('text') actor: string;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('timestamptz') at: Date;
}
