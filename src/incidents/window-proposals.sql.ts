import { notFound } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import { row, rowCount, rows, type Tx } from '../platform/database/database.js';
import { listRows, type ListQuery, type Page } from '../platform/http/list.js';
import type { WindowProposalEntity } from './window-proposal.entity.js';
import {
  fingerprintOf,
  type ProposalOrigin,
  type ProposalStatus,
  type ProposedWindow,
  seriesOf,
} from './window-proposal.js';

/** A proposal as people see it: its component and capabilities are those of the page's component where one was mapped. */
export type ProposalRow = Omit<WindowProposalEntity, 'series' | 'fingerprint'> & {
  /** The page says that this is none of our components. */
  readonly ignored: boolean;
};

const PROPOSAL = `
  select p.id, p.incident_id as "incidentId", p.origin, p.subject, p.page_component_id as "pageComponentId",
         coalesce(p.component_key, c.component_key) as "componentKey", p.state,
         coalesce(p.capabilities, c.capabilities) as capabilities, p.starts_at as "startsAt", p.ends_at as "endsAt",
         p.claims, p.source_url as "sourceUrl", p.status, p.window_id as "windowId", p.decided_by as "decidedBy",
         p.decided_at as "decidedAt", p.reason, p.created_by as "createdBy", p.created_at as "createdAt",
         coalesce(c.ignored, false) as ignored
    from window_proposal p left join page_component c on c.page_component_id = p.page_component_id`;

/** The proposals of an incident, the newest reading first. */
export function listProposals(
  tx: Tx,
  incidentId: string,
  { status, ...page }: ListQuery & { readonly status?: ProposalStatus },
): Promise<Page<ProposalRow>> {
  const select = `${PROPOSAL} where p.incident_id = $1 and ($2::text is null or p.status = $2)`;
  const order = [
    { name: 'createdAt', type: 'timestamptz', direction: 'desc' },
    { name: 'id', type: 'uuid', direction: 'asc' },
  ] as const;
  return listRows<ProposalRow>(tx, { select, values: [incidentId, status ?? null], order }, page);
}

/** One proposal of an incident, locked until the transaction ends. Throws `window_proposal_not_found`. */
export async function lockProposal(tx: Tx, incidentId: string, id: string): Promise<ProposalRow> {
  const found = isId(id)
    ? await row<ProposalRow>(tx, `${PROPOSAL} where p.incident_id = $1 and p.id = $2 for update of p`, [incidentId, id])
    : undefined;
  if (found === undefined) throw notFound('window_proposal', id);
  return found;
}

/** What a reading brought: proposals that are new, that were there already, and older ones whose place new ones take. */
export type KeptProposals = { readonly added: number; readonly known: number; readonly superseded: number };

export type Reading = {
  readonly incidentId: string;
  readonly origin: ProposalOrigin;
  readonly sourceUrl: string | null;
  readonly by: string;
  readonly at: Date;
};

/**
 * Keeps what a reading proposes. The same reading twice adds nothing, whatever was decided in between; one that another
 * reading had taken the place of stands again. A page tells all of an incident each time, so what it no longer tells is
 * superseded; of a text, only what it tells otherwise.
 */
export async function keepProposals(
  tx: Tx,
  windows: readonly (ProposedWindow & { readonly id: string })[],
  { incidentId, origin, sourceUrl, by, at }: Reading,
): Promise<KeptProposals> {
  const told = windows.map((window) => ({
    ...window,
    series: seriesOf(origin, window),
    fingerprint: fingerprintOf(origin, window),
  }));
  const added = await rowCount(
    tx,
    `insert into window_proposal (id, incident_id, origin, series, fingerprint, subject, page_component_id, component_key,
            state, capabilities, starts_at, ends_at, claims, source_url, status, created_by, created_at)
     select id, $2, $3, series, fingerprint, subject, "pageComponentId", "componentKey", state, capabilities, "startsAt",
            "endsAt", claims, $4, 'proposed', $5, $6
       from jsonb_to_recordset($1::jsonb) as p (id uuid, series text, fingerprint text, subject text,
            "pageComponentId" text, "componentKey" text, state text, capabilities text[], "startsAt" timestamptz,
            "endsAt" timestamptz, claims jsonb)
     on conflict (incident_id, fingerprint) do update set status = 'proposed', decided_by = null, decided_at = null
       where window_proposal.status = 'superseded'`,
    [JSON.stringify(told), incidentId, origin, sourceUrl, by, at],
  );
  const superseded = await rowCount(
    tx,
    `update window_proposal set status = 'superseded', decided_by = $4, decided_at = $5
      where incident_id = $1 and status = 'proposed' and not fingerprint = any ($3)
        and (series = any ($2) or origin = $6 and origin = 'status_page')`,
    [incidentId, told.map(({ series }) => series), told.map(({ fingerprint }) => fingerprint), by, at, origin],
  );
  return { added, known: windows.length - added, superseded };
}

/** Notes what was decided of a proposal. */
export async function decideProposal(
  tx: Tx,
  id: string,
  decision: {
    readonly status: 'accepted' | 'dismissed';
    readonly windowId: string | null;
    readonly reason: string | null;
    readonly by: string;
    readonly at: Date;
  },
): Promise<void> {
  const { status, windowId, reason, by, at } = decision;
  await rows(
    tx,
    `update window_proposal set status = $2, window_id = $3, reason = $4, decided_by = $5, decided_at = $6 where id = $1`,
    [id, status, windowId, reason, by, at],
  );
}

/** The live windows that came of earlier readings of the failure that a proposal tells of. */
export async function windowsOfSeries(tx: Tx, proposalId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `select w.id from window_proposal p
       join window_proposal earlier on earlier.incident_id = p.incident_id and earlier.series = p.series and earlier.id <> p.id
       join outage_window w on w.id = earlier.window_id and w.retracted_at is null
      where p.id = $1`,
    [proposalId],
  );
  return found.map(({ id }) => id);
}
