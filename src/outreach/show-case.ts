import type { Money } from '../kernel/money.js';
import { type OfferStatus, statusAt } from '../offers/offer.js';
import type { InKind } from '../offers/proposal.js';
import type { CaseOfferRow, CaseRow } from './cases.sql.js';
import { blockers, type CaseBlocker, type CaseStatus, nextStatuses } from './outreach-case.js';

/** A case as it is shown: its offer's status now, what may follow, and what is in the way. */
export type ShownCase<Row extends CaseRow> = Omit<Row, 'offer'> & {
  readonly offer: {
    readonly id: string;
    readonly status: OfferStatus;
    readonly amount: Money;
    /** What it gives in kind, beside its amount or in place of one. */
    readonly inKind: readonly InKind[];
    readonly validUntil: Date | null;
  } | null;
  /** Whether the time of its next action has come. */
  readonly isDue: boolean;
  readonly nextStatuses: readonly CaseStatus[];
  readonly blockers: readonly CaseBlocker[];
};

/** A row of the list as it is shown at an instant. */
export function showCase<Row extends CaseRow>({ offer, ...row }: Row, now: Date): ShownCase<Row> {
  return {
    ...row,
    offer: offer === null ? null : shownOffer(offer, now),
    isDue: row.status !== 'resolved' && row.nextActionAt !== null && row.nextActionAt <= now,
    nextStatuses: nextStatuses(row.status),
    blockers: blockers(row),
  };
}

function shownOffer({ id, amountMinor, currency, ...offer }: CaseOfferRow, now: Date): ShownCase<CaseRow>['offer'] {
  const validUntil = offer.validUntil === null ? null : new Date(offer.validUntil);
  return {
    id,
    status: statusAt({ status: offer.status, validUntil }, now),
    amount: { amountMinor, currency },
    inKind: offer.inKind,
    validUntil,
  };
}
