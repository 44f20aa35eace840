import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import type { Money } from '../kernel/money.js';
import { givesInKindAlone } from '../offers/in-kind.js';
import { type Actor, ANONYMOUS } from '../platform/access/actor.js';
import { Database, type Tx } from '../platform/database/database.js';
import { csvFormat, type CsvStyle } from '../platform/http/csv.js';
import type { ListQuery, Page } from '../platform/http/list.js';
import { OutboxService } from '../platform/outbox/outbox.service.js';
import {
  type ClaimBlocker,
  claimBlockers,
  type ClaimChannel,
  type ClaimStatus,
  nextStatuses,
  type SaidClaim,
} from './claim.js';
import type { Claim } from './claim.entity.js';
import type { ClaimArrival } from './claim-arrival.entity.js';
import { type ClaimArithmetic, compareArithmetic, minutesOfMonth } from './claim-arithmetic.js';
import { assertNamed, findNamed } from './claim-candidates.sql.js';
import { ClaimMovesService } from './claim-moves.service.js';
import type { ClaimEvidence } from './claim-verdict.js';
import { CLAIM_COLUMNS_CSV, claimLine } from './claims-csv.js';
import { arrivalsOf, findArrival, insertArrival, lockClaim, lockComing } from './claims.sql.js';
import {
  type ClaimContentRow,
  type ClaimFilter,
  type ClaimRow,
  type ClaimSort,
  findClaim,
  listClaims,
} from './list-claims.sql.js';
import { MatchClaimsService, UNDECIDED } from './match-claims.service.js';

/** A claim as it is shown: what may follow, and what is in the way of it. */
export type ShownClaim<Row extends ClaimRow = ClaimRow> = Row & {
  readonly nextStatuses: readonly ClaimStatus[];
  readonly blockers: readonly ClaimBlocker[];
};

/** One coming of a claim, as it was said. */
export type ShownArrival = SaidClaim & {
  readonly id: string;
  readonly channel: ClaimChannel;
  readonly externalId: string | null;
  readonly locale: string;
  readonly arrivedAt: Date;
  readonly createdBy: string;
};

/** One claim with all its comings, and the claimant's numbers beside ours (null before the customer is known). */
export type ClaimDetail = ShownClaim<Omit<ClaimContentRow, 'timeZone'> & ClaimRow> & {
  readonly comings: readonly ShownArrival[];
  readonly arithmetic: ClaimArithmetic | null;
};

/** A claim that somebody of ours enters: what was said, and what they know beyond it. `customerId` is external. */
export type EnteredClaim = SaidClaim & {
  readonly externalId: string | null;
  readonly customerId: string | null;
  readonly incidentId: string | null;
  readonly locale: string;
};

const EXPORT_LIMIT = 500;

/** Takes claims in, from the public form and from our desk, and shows them. */
@Injectable()
export class ClaimsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly outbox: OutboxService,
    private readonly moves: ClaimMovesService,
    private readonly matches: MatchClaimsService,
  ) {
    outbox.handle('claim.received', async (tx, { claimId }) => {
      const claim = await lockClaim(tx, String(claimId));
      if (claim.status === 'unmatched') await this.matches.match(tx, claim, ANONYMOUS);
    });
  }

  list(filter: ClaimFilter, query: ListQuery, sort?: ClaimSort): Promise<Page<ShownClaim>> {
    return this.database.read(async (tx) => {
      const page = await listClaims(tx, filter, query, sort);
      return { ...page, items: page.items.map(shown) };
    });
  }

  /** The claims of a filter as CSV, a line each, the newest first. */
  async *exportCsv(filter: ClaimFilter, style: CsvStyle, sort?: ClaimSort): AsyncGenerator<string> {
    const format = csvFormat(CLAIM_COLUMNS_CSV, style);
    let cursor: string | undefined;
    for (let isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
      const page = await this.list(filter, { limit: EXPORT_LIMIT, ...(cursor === undefined ? {} : { cursor }) }, sort);
      const rest = isFirst ? format : { ...format, header: false, bom: false };
      yield stringify(page.items.map(claimLine), rest);
      cursor = page.nextCursor ?? undefined;
    }
  }

  /** Throws `claim_not_found`. */
  get(id: string): Promise<ClaimDetail> {
    return this.database.read((tx) => this.detail(tx, id));
  }

  /** A claim as it stands in a transaction. Throws as `get`. */
  async detail(tx: Tx, id: string): Promise<ClaimDetail> {
    const { timeZone, ...row } = await findClaim(tx, id);
    const comings = (await arrivalsOf(tx, row.mergedInto ?? id)).map(shownArrival);
    return { ...shown(row), comings, arithmetic: arithmeticOf(row, comings, timeZone) };
  }

  /**
   * Takes a claim in that somebody of ours enters, and matches and judges it at once. One with a known external id, or that
   * says the very same, is the claim that is there. Throws `claim_not_valid` for a customer or an incident that is not
   * there, `external_id_taken` when another claim has the id.
   */
  enter({ externalId, customerId, incidentId, locale, ...said }: EnteredClaim, actor: Actor): Promise<ClaimDetail> {
    return this.database.transaction(async (tx) => {
      const named = await findNamed(tx, customerId, incidentId);
      assertNamed(customerId, incidentId, named);
      const digest = digestOf('desk', [said, externalId, customerId, incidentId]);
      await lockComing(tx, externalId ?? digest);
      const known = await findArrival(tx, digest, externalId);
      if (known !== undefined && known.digest !== digest) throw externalIdTaken(known.claimId);
      if (known !== undefined) return this.detail(tx, known.claimId);
      const namedIds = { namedCustomerId: named.customerId, namedIncidentId: named.incidentId };
      const claim = await this.begin(tx, said, { channel: 'desk', externalId, digest, locale, ...namedIds }, actor);
      const settled = await this.matches.match(tx, claim, actor);
      return this.detail(tx, settled.id);
    });
  }

  /**
   * Takes a claim in that somebody sent by the public form. It is matched afterwards, so that neither what is answered nor
   * how long that takes says anything of who is a customer.
   */
  receive(said: SaidClaim, locale: string): Promise<void> {
    return this.database.transaction(async (tx) => {
      const digest = digestOf('form', [said]);
      await lockComing(tx, digest);
      if ((await findArrival(tx, digest, null)) !== undefined) return;
      const nothingNamed = { externalId: null, namedCustomerId: null, namedIncidentId: null };
      const { id: claimId } = await this.begin(
        tx,
        said,
        { channel: 'form', digest, locale, ...nothingNamed },
        ANONYMOUS,
      );
      await this.outbox.append(tx, {
        topic: 'claim.received',
        dedupKey: `claim.received:${claimId}`,
        payload: { claimId },
      });
    });
  }

  private async begin(
    tx: Tx,
    said: SaidClaim,
    coming: Pick<ClaimArrival, 'channel' | 'externalId' | 'digest' | 'locale' | 'namedCustomerId' | 'namedIncidentId'>,
    actor: Actor,
  ): Promise<Claim> {
    const now = this.clock.now();
    const claim: Claim = {
      ...UNDECIDED,
      id: newId(),
      customerId: null,
      incidentId: null,
      status: 'unmatched',
      verdict: null,
      evidence: null,
      candidates: { customers: [], incidents: [] },
      mergedInto: null,
      arrivedAt: now,
      version: 1,
      createdBy: actor.id,
      createdAt: now,
      updatedAt: now,
    };
    await this.moves.begin(tx, claim, actor);
    const { claimedAmount, ...words } = said;
    await insertArrival(tx, {
      ...words,
      ...coming,
      id: newId(),
      claimId: claim.id,
      claimedMinor: claimedAmount?.amountMinor ?? null,
      claimedCurrency: claimedAmount?.currency ?? null,
      arrivedAt: now,
      createdBy: actor.id,
    });
    return claim;
  }
}

function shown<Row extends ClaimRow>(row: Row): ShownClaim<Row> {
  const state = { status: row.status, verdict: row.verdict, isMatched: row.customer !== null };
  return { ...row, nextStatuses: nextStatuses(state), blockers: claimBlockers(state) };
}

function shownArrival(arrival: ClaimArrival): ShownArrival {
  const { claimId: _claim, digest: _digest, namedCustomerId: _customer, namedIncidentId: _incident, ...said } = arrival;
  const { claimedMinor, claimedCurrency: currency, ...others } = said;
  const claimedAmount = claimedMinor === null || currency === null ? null : { amountMinor: claimedMinor, currency };
  return { ...others, claimedAmount };
}

function arithmeticOf(
  { evidence }: Pick<ClaimContentRow, 'evidence'>,
  comings: readonly ShownArrival[],
  timeZone: string | null,
): ClaimArithmetic | null {
  if (evidence === null || timeZone === null) return null;
  const counted = comings.findLast(
    ({ claimedMinutes, claimedPercent, claimedAmount }) => (claimedMinutes ?? claimedPercent ?? claimedAmount) !== null,
  );
  const said = counted ?? { claimedMinutes: null, claimedPercent: null, claimedAmount: null };
  const ours = {
    seconds: evidence.impact?.clockSeconds ?? 0,
    amount: moneyOf(evidence),
  };
  const day = evidence.incident?.startAt ?? comings[0]?.arrivedAt ?? null;
  return day === null ? null : compareArithmetic(said, ours, minutesOfMonth(new Date(day), timeZone));
}

/** What we offer, else what is proposed, as money; null where nothing is, or where it is given in kind alone. */
function moneyOf({ offer, proposal }: ClaimEvidence): Money | null {
  if (offer !== null) return givesInKindAlone(offer) ? null : offer.amount;
  if (proposal === null || proposal.total === null) return null;
  const { total: amount, inKind } = proposal;
  return givesInKindAlone({ amount, inKind }) ? null : amount;
}

function digestOf(channel: ClaimChannel, said: readonly unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify([channel, ...said]))
    .digest('hex');
}

function externalIdTaken(claimId: string): DomainError {
  const message = 'A claim with this external id says something else.';
  const reasons = [{ path: 'externalId', code: 'external_id_taken', message }];
  return new DomainError('conflict', 'external_id_taken', message, { reasons, details: { claimId } });
}
