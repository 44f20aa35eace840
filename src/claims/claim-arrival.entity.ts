import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ClaimChannel } from './claim.js';

/** One coming of a claim, as it was said. */
@Entity('claim_arrival')
export class ClaimArrivalEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'claim_id' }) claimId: string;
  @Column('text') channel: ClaimChannel;
  @Column('text', { name: 'external_id', nullable: true }) externalId: string | null;
  /** SHA-256, in hexadecimal, of all that was said. */
  @Column('text') digest: string;
  @Column('text') name: string;
  @Column('text') email: string;
  @Column('text', { nullable: true }) company: string | null;
  @Column('text', { nullable: true }) meeting: string | null;
  @Column('date', { nullable: true }) day: string | null;
  @Column('text', { name: 'local_time', nullable: true }) time: string | null;
  @Column('text') text: string;
  @Column('text', { nullable: true }) reference: string | null;
  @Column('int', { name: 'claimed_minutes', nullable: true }) claimedMinutes: number | null;
  @Column('text', { name: 'claimed_percent', nullable: true }) claimedPercent: string | null;
  @Column('bigint', { name: 'claimed_minor', nullable: true }) claimedMinor: number | null;
  @Column('text', { name: 'claimed_currency', nullable: true }) claimedCurrency: string | null;
  @Column('text') locale: string;
  @Column('uuid', { name: 'named_customer_id', nullable: true }) namedCustomerId: string | null;
  @Column('uuid', { name: 'named_incident_id', nullable: true }) namedIncidentId: string | null;
  @Column('timestamptz', { name: 'arrived_at' }) arrivedAt: Date;
  @Column('text', { name: 'created_by' }) createdBy: string;
}

/** A coming as it is kept. */
export type ClaimArrival = { readonly [field in keyof ClaimArrivalEntity]: ClaimArrivalEntity[field] };
