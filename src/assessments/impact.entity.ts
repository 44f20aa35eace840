import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Confidence, HitClass } from './assessment.js';

@Entity('impact')
export class ImpactEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('uuid', { name: 'assessment_id' }) assessmentId: string;
  @PrimaryColumn('uuid', { name: 'meeting_id' }) meetingId: string;
  @PrimaryColumn('text', { name: 'participant_id' }) participantId: string;
  @Column('text') class: HitClass;
  @Column('text') confidence: Confidence;
  @Column('boolean', { name: 'is_facilitator' }) isFacilitator: boolean;
  @Column('boolean') borderline: boolean;
  @Column('boolean', { name: 'has_open_session' }) hasOpenSession: boolean;
  @Column('int', { name: 'blocked_seconds' }) blockedSeconds: number;
  @Column('int', { name: 'inferred_seconds' }) inferredSeconds: number;
  @Column('int', { name: 'media_lost_seconds' }) mediaLostSeconds: number;
  @Column('int', { name: 'interactivity_lost_seconds' }) interactivityLostSeconds: number;
  @Column('int', { name: 'degraded_seconds' }) degradedSeconds: number;
  @Column('tstzmultirange') blocked: string;
  @Column('tstzmultirange') inferred: string;
  @Column('tstzmultirange', { name: 'media_lost' }) mediaLost: string;
  @Column('tstzmultirange', { name: 'interactivity_lost' }) interactivityLost: string;
  @Column('tstzmultirange') degraded: string;
}
