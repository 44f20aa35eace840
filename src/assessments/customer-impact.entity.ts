import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { HitClass } from './assessment.js';

@Entity('customer_impact')
export class CustomerImpactEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid', { name: 'assessment_id' }) assessmentId: string;
  @Column('text') class: HitClass | 'unknown';
  @Column('int', { name: 'people_unable_to_join' }) peopleUnableToJoin: number;
  @Column('int', { name: 'people_media_loss' }) peopleMediaLoss: number;
  @Column('int', { name: 'people_interactivity_loss' }) peopleInteractivityLoss: number;
  @Column('int', { name: 'people_degraded' }) peopleDegraded: number;
  @Column('int', { name: 'people_inferred' }) peopleInferred: number;
  @Column('bigint', { name: 'person_seconds_unable_to_join' }) personSecondsUnableToJoin: number;
  @Column('bigint', { name: 'person_seconds_media_loss' }) personSecondsMediaLoss: number;
  @Column('bigint', { name: 'person_seconds_interactivity_loss' }) personSecondsInteractivityLoss: number;
  @Column('bigint', { name: 'person_seconds_degraded' }) personSecondsDegraded: number;
  @Column('bigint', { name: 'person_seconds_inferred' }) personSecondsInferred: number;
  @Column('bigint', { name: 'clock_seconds_unable_to_join' }) clockSecondsUnableToJoin: number;
  @Column('bigint', { name: 'clock_seconds_media_loss' }) clockSecondsMediaLoss: number;
  @Column('bigint', { name: 'clock_seconds_interactivity_loss' }) clockSecondsInteractivityLoss: number;
  @Column('bigint', { name: 'clock_seconds_degraded' }) clockSecondsDegraded: number;
  @Column('bigint', { name: 'clock_seconds_inferred' }) clockSecondsInferred: number;
  @Column('int', { name: 'meetings_unable_to_join' }) meetingsUnableToJoin: number;
  @Column('int', { name: 'meetings_media_loss' }) meetingsMediaLoss: number;
  @Column('int', { name: 'meetings_interactivity_loss' }) meetingsInteractivityLoss: number;
  @Column('int', { name: 'meetings_degraded' }) meetingsDegraded: number;
  @Column('int', { name: 'meetings_unknown' }) meetingsUnknown: number;
  @Column('int', { name: 'meetings_inferred' }) meetingsInferred: number;
}
