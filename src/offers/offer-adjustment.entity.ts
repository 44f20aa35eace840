import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A change of an offer's amount by hand. */
@Entity('offer_adjustment')
export class OfferAdjustmentEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid', { name: 'offer_id' }) offerId: string;
  /** The edition that the change made. */
  @PrimaryColumn('int') edition: number;
  @Column('text') person: string;
  @Column('text') reason: string;
  @Column('bigint', { name: 'from_minor' }) fromMinor: number;
  @Column('bigint', { name: 'to_minor' }) toMinor: number;
  /** The hash of the content before it. */
  @Column('text', { name: 'from_hash' }) fromHash: string;
  @Column('timestamptz') at: Date;
}
