import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PolicyKind } from '../policies/policy.js';

@Entity('compensated_time')
export class CompensatedTimeEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid', { name: 'offer_id' }) offerId: string;
  @PrimaryColumn('text') kind: PolicyKind;
  /** '' is the service itself. */
  @PrimaryColumn('text', { name: 'participant_id' }) participantId: string;
  /** The class that was compensated before: 0 none, 1 degraded … 4 unable to join. */
  @PrimaryColumn('int', { name: 'from_level' }) fromLevel: number;
  @PrimaryColumn('int', { name: 'to_level' }) toLevel: number;
  @Column('tstzmultirange') during: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  /** When its offer was withdrawn, declined or expired; null while it counts. */
  @Column('timestamptz', { name: 'released_at', nullable: true }) releasedAt: Date | null;
}
