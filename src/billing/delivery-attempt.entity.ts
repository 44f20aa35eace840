import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('delivery_attempt')
export class DeliveryAttemptEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid', { name: 'delivery_id' }) deliveryId: string;
  @PrimaryColumn('int') attempt: number;
  @Column('uuid', { name: 'connection_id' }) connectionId: string;
  @Column('text') worker: string;
  @Column('timestamptz', { name: 'started_at' }) startedAt: Date;
  /** Null while it runs, and for ever when the process was cut off. */
  @Column('timestamptz', { name: 'finished_at', nullable: true }) finishedAt: Date | null;
  @Column('text', { nullable: true }) outcome: string | null;
  @Column('text', { nullable: true }) code: string | null;
  @Column('text', { nullable: true }) message: string | null;
  @Column('int', { name: 'http_status', nullable: true }) httpStatus: number | null;
}
