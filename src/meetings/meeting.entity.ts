import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('meeting')
export class MeetingEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid') id: string;
  @Column('text', { name: 'external_id' }) externalId: string;
  @Column('text', { nullable: true }) title: string | null;
  @Column('timestamptz', { name: 'scheduled_start_at', nullable: true }) scheduledStartAt: Date | null;
  @Column('timestamptz', { name: 'scheduled_end_at', nullable: true }) scheduledEndAt: Date | null;
  @Column('timestamptz', { name: 'actual_end_at', nullable: true }) actualEndAt: Date | null;
  @Column('timestamptz', { name: 'cancelled_at', nullable: true }) cancelledAt: Date | null;
  /** Null when not known; never empty. */
  @Column('text', { array: true, nullable: true }) components: string[] | null;
  @Column('boolean', { name: 'roster_known', default: false }) rosterKnown: boolean;
  /** True while only sessions or attempts have told of it. */
  @Column('boolean', { name: 'is_stub' }) isStub: boolean;
  @Column('uuid', { name: 'import_id', nullable: true }) importId: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
