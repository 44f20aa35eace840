import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, type Reason } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import type { Actor } from '../platform/access/actor.js';
import type { AuditAction } from '../platform/audit/audit-actions.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import type { ListQuery, Page } from '../platform/http/list.js';
import { capabilitiesByComponent } from './components.sql.js';
import { claimedEvidence } from './claimed-evidence.js';
import { keepEvidence } from './evidence.sql.js';
import { type Incident } from './incident.js';
import { findIncident, liveWindows, lockIncident } from './incidents.sql.js';
import type { WantedWindow } from './outage-window.js';
import { insertWindows, retractWindows, touchIncident, type WindowRow, windowRows } from './outage-windows.sql.js';
import {
  type AcceptedWindow,
  acceptProposal,
  type Acceptance,
  type Claim,
  nextProposalStatuses,
  type ProposalStatus,
} from './window-proposal.js';
import {
  decideProposal,
  listProposals,
  lockProposal,
  type ProposalRow,
  windowsOfSeries,
} from './window-proposals.sql.js';
import { windowReasons } from './window-reasons.js';

/** A proposal with what can become of it. */
export type ProposalView = ProposalRow & {
  readonly nextStatuses: readonly ProposalStatus[];
  readonly blockers: readonly Reason[];
};

/** A decision, and the windows of the incident after it. */
export type DecidedProposal = {
  readonly proposal: ProposalView;
  readonly version: number;
  readonly windows: readonly WindowRow[];
};

export type AcceptRequest = Acceptance & { readonly replaces: readonly string[]; readonly expectedVersion?: number };

/** What readers propose as outage windows, until a person decides. */
@Injectable()
export class WindowProposalsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** The proposals of an incident, the newest reading first. */
  list(incidentId: string, query: ListQuery & { readonly status?: ProposalStatus }): Promise<Page<ProposalView>> {
    return this.database.read(async (tx) => {
      const { id } = await findIncident(tx, incidentId);
      const page = await listProposals(tx, id, query);
      return { ...page, items: page.items.map(withStanding) };
    });
  }

  /**
   * Makes a window of a proposal: all of its claims become evidence, the chosen ones are noted with the window, windows
   * of earlier readings of the same failure and those in `replaces` are retracted. Throws `proposal_decided`,
   * `invalid_input` with every reason, `windows_overlap`.
   */
  accept(incidentId: string, proposalId: string, wanted: AcceptRequest, actor: Actor): Promise<DecidedProposal> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const incident = await lockIncident(tx, incidentId);
      assertVersion(incident.version, wanted.expectedVersion);
      const proposal = await lockUndecided(tx, incident.id, proposalId);
      const components = await capabilitiesByComponent(tx);
      const accepted = acceptProposal({ ...proposal, claims: claimsOf(proposal) }, components, wanted);
      if ('length' in accepted) throw notYet(accepted);
      const deed = { incidentId: incident.id, by: actor.id, at: now };
      const evidence = claimedEvidence(claimsOf(proposal), accepted.componentKey, proposal.sourceUrl);
      const evidenceIds = await keepEvidence(tx, evidence.items, deed);
      const window = windowOf(accepted, wanted.reason, evidence.itemOfClaim, evidenceIds);
      const replaced = new Set([...wanted.replaces, ...(await windowsOfSeries(tx, proposal.id))]);
      await refuseUnfit(tx, incident, window, replaced, now);
      await retractWindows(tx, [...replaced], {
        ...deed,
        reason: wanted.reason ?? 'Replaced by an accepted proposal.',
      });
      await insertWindows(tx, [window], deed);
      await decideProposal(tx, proposal.id, {
        status: 'accepted',
        windowId: window.id,
        reason: wanted.reason,
        ...deed,
      });
      await touchIncident(tx, incident.id, incident.version + 1, actor.id, now);
      this.note(tx, proposal, actor, 'window_proposal.accepted', { windowId: window.id, replaced: [...replaced] });
      return decided(tx, incident, proposal.id, incident.version + 1);
    });
  }

  /** Says that a proposal is no window. Throws `proposal_decided`. */
  dismiss(incidentId: string, proposalId: string, reason: string | null, actor: Actor): Promise<DecidedProposal> {
    return this.database.transaction(async (tx) => {
      const incident = await lockIncident(tx, incidentId);
      const proposal = await lockUndecided(tx, incident.id, proposalId);
      const { id } = proposal;
      await decideProposal(tx, id, { status: 'dismissed', windowId: null, reason, by: actor.id, at: this.clock.now() });
      this.note(tx, proposal, actor, 'window_proposal.dismissed', {});
      return decided(tx, incident, id, incident.version);
    });
  }

  private note(tx: Tx, { id, incidentId }: ProposalRow, actor: Actor, action: AuditAction, details: object): void {
    const subject = { kind: 'window_proposal', id };
    this.audit.append(tx, { actor, action, subject, details: { incidentId, ...details } });
  }
}

/** A proposal with what can become of it, and what keeps it from that. */
export function withStanding(proposal: ProposalRow): ProposalView {
  const nextStatuses = nextProposalStatuses(proposal.status);
  const isUnmapped = proposal.status === 'proposed' && proposal.componentKey === null;
  const message = proposal.ignored ? 'This is none of our components.' : 'Nobody has said which component this is.';
  const blockers = isUnmapped ? [{ path: 'componentKey', code: 'component_needed', message }] : [];
  return { ...proposal, nextStatuses, blockers };
}

function claimsOf({ claims }: ProposalRow): Claim[] {
  return claims.map((claim) => ({ ...claim, at: new Date(claim.at) }));
}

async function lockUndecided(tx: Tx, incidentId: string, proposalId: string): Promise<ProposalRow> {
  const proposal = await lockProposal(tx, incidentId, proposalId);
  if (proposal.status === 'proposed') return proposal;
  const { status, decidedBy, decidedAt } = proposal;
  const details = { status, decidedBy, decidedAt, windowId: proposal.windowId };
  throw new DomainError('conflict', 'proposal_decided', `This proposal is ${status} already.`, { details });
}

function windowOf(
  { startClaim, endClaim, ...window }: AcceptedWindow,
  reason: string | null,
  itemOfClaim: readonly number[],
  evidenceIds: readonly string[],
): WantedWindow & { id: string; startEvidenceId: string | null; endEvidenceId: string | null } {
  const evidenceOf = (claim: number | null): string | null =>
    claim === null ? null : (evidenceIds[itemOfClaim[claim] ?? -1] ?? null);
  return {
    ...window,
    id: newId(),
    reason,
    evidenceIds: [...new Set(evidenceIds)],
    startEvidenceId: evidenceOf(startClaim),
    endEvidenceId: evidenceOf(endClaim),
  };
}

/** The window must fit by itself, and beside the live ones that stay. */
async function refuseUnfit(
  tx: Tx,
  incident: Incident,
  window: WantedWindow,
  replaced: ReadonlySet<string>,
  now: Date,
): Promise<void> {
  const components = await capabilitiesByComponent(tx);
  const live = await liveWindows(tx, incident.id);
  const staying = live
    .filter(({ id }) => !replaced.has(id))
    .map((each) => ({ ...each, reason: null, evidenceIds: [] }));
  const evidenceIds = new Set(window.evidenceIds);
  const reasons = windowReasons([window, ...staying], { components, evidenceIds, now }).filter(({ path }) =>
    path?.startsWith('windows.0'),
  );
  const own = reasons.filter(({ code }) => code !== 'windows_overlap');
  if (own.length > 0) throw notYet(own.map((reason) => ({ ...reason, path: reason.path?.replace('windows.0.', '') })));
  if (reasons.length === 0) return;
  const message = 'A live window of the component says something of that time already: name it in `replaces`.';
  const details = { windowIds: overlapped(window, staying) };
  throw new DomainError('conflict', 'windows_overlap', message, { details });
}

function overlapped(window: WantedWindow, others: readonly (WantedWindow & { readonly id: string })[]): string[] {
  const endsAt = window.endsAt?.getTime() ?? Infinity;
  return others
    .filter((other) => other.componentKey === window.componentKey && other.startsAt.getTime() < endsAt)
    .filter((other) => (other.endsAt?.getTime() ?? Infinity) > window.startsAt.getTime())
    .map(({ id }) => id);
}

function notYet(reasons: readonly Reason[]): DomainError {
  return new DomainError('invalid', 'invalid_input', 'This proposal cannot become a window so.', { reasons });
}

async function decided(tx: Tx, incident: Incident, proposalId: string, version: number): Promise<DecidedProposal> {
  const proposal = withStanding(await lockProposal(tx, incident.id, proposalId));
  return { proposal, version, windows: await windowRows(tx, incident.id, 'live') };
}
