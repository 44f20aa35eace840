import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Capability, WindowState } from './outage-window.js';
import type { ProposalOrigin, ProposalStatus, StoredClaim } from './window-proposal.js';

@Entity('window_proposal')
export class WindowProposalEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'incident_id' }) incidentId: string;
  @Column('text') origin: ProposalOrigin;
  @Column('text') series: string;
  @Column('text') fingerprint: string;
  @Column('text', { nullable: true }) subject: string | null;
  @Column('text', { name: 'page_component_id', nullable: true }) pageComponentId: string | null;
  @Column('text', { name: 'component_key', nullable: true }) componentKey: string | null;
  @Column('text') state: WindowState;
  @Column('text', { array: true, nullable: true }) capabilities: Capability[] | null;
  @Column('timestamptz', { name: 'starts_at', nullable: true }) startsAt: Date | null;
  @Column('timestamptz', { name: 'ends_at', nullable: true }) endsAt: Date | null;
  @Column('jsonb') claims: StoredClaim[];
  @Column('text', { name: 'source_url', nullable: true }) sourceUrl: string | null;
  @Column('text') status: ProposalStatus;
  @Column('uuid', { name: 'window_id', nullable: true }) windowId: string | null;
  @Column('text', { name: 'decided_by', nullable: true }) decidedBy: string | null;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt: Date | null;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
}
