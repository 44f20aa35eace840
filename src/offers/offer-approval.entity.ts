import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person's approval of one content of an offer. */
@Entity('offer_approval')
export class OfferApprovalEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid', { name: 'offer_id' }) offerId: string;
  /** The edition of the offer that was approved; it counts while the offer has it. */
  @PrimaryColumn('int') edition: number;
  @PrimaryColumn('text') person: string;
  @Column('text', { name: 'content_hash' }) contentHash: string;
  @Column('timestamptz') at: Date;
}
