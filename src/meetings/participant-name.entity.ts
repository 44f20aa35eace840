import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('participant_name')
export class ParticipantNameEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('text', { name: 'participant_id' }) participantId: string;
  @Column('text') name: string;
  @Column('text', { nullable: true }) email: string | null;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
