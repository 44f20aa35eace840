import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Confidence, HitClass } from './assessment.js';

@Entity('meeting_impact')
export class MeetingImpactEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid', { name: 'assessment_id' }) assessmentId: string;
  @PrimaryColumn('uuid', { name: 'meeting_id' }) meetingId: string;
  @Column('text') class: HitClass | 'unknown';
  @Column('text') confidence: Confidence;
  @Column('int', { name: 'people_unable_to_join' }) peopleUnableToJoin: number;
  @Column('int', { name: 'people_media_loss' }) peopleMediaLoss: number;
  @Column('int', { name: 'people_interactivity_loss' }) peopleInteractivityLoss: number;
  @Column('int', { name: 'people_degraded' }) peopleDegraded: number;
  @Column('int', { name: 'people_inferred' }) peopleInferred: number;
  @Column('bigint', { name: 'blocked_seconds' }) blockedSeconds: number;
  @Column('bigint', { name: 'inferred_seconds' }) inferredSeconds: number;
  @Column('bigint', { name: 'media_lost_seconds' }) mediaLostSeconds: number;
  @Column('bigint', { name: 'interactivity_lost_seconds' }) interactivityLostSeconds: number;
  @Column('bigint', { name: 'degraded_seconds' }) degradedSeconds: number;
}
