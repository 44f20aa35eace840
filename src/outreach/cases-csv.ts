import { toMajorText } from '../kernel/money.js';
import { givesInKindAlone, inKindText } from '../offers/in-kind.js';
import type { CaseRow } from './cases.sql.js';
import type { ShownCase } from './show-case.js';

export const CASE_COLUMNS_CSV = [
  'caseId',
  'customerExternalId',
  'customerName',
  'incidentTitle',
  'status',
  'priority',
  'class',
  'people',
  'stillAffected',
  'monthlyFee',
  'monthlyFeeCurrency',
  'owed',
  'offerStatus',
  'offered',
  'offeredCurrency',
  'offeredInKind',
  'offerValidUntil',
  'claims',
  'claimVerdict',
  'claimStatus',
  'owner',
  'tags',
  'nextAction',
  'nextActionAt',
  'snoozedUntil',
  'onHold',
  'escalatedAt',
  'lastTouchAt',
  'createdAt',
] as const;

/** One line of the file, all as text. */
export type CaseLine = Readonly<Record<(typeof CASE_COLUMNS_CSV)[number], string>>;

/** A case as a line of the file: amounts in major units with a point, `2 days_of_service` in kind, instants in UTC, tags separated by spaces and |. */
export function caseLine(found: ShownCase<CaseRow>): CaseLine {
  const { customer, monthlyFee, offer } = found;
  const instant = (at: Date | null): string => at?.toISOString() ?? '';
  return {
    caseId: found.id,
    customerExternalId: customer.externalId,
    customerName: customer.name,
    incidentTitle: found.incidentTitle,
    status: found.status,
    priority: String(found.priority),
    class: found.impactClass,
    people: String(found.people),
    stillAffected: found.stillAffected ? 'yes' : 'no',
    monthlyFee: monthlyFee === null ? '' : toMajorText(monthlyFee),
    monthlyFeeCurrency: monthlyFee?.currency ?? '',
    owed: found.owed,
    offerStatus: offer?.status ?? '',
    offered: offer === null || givesInKindAlone(offer) ? '' : toMajorText(offer.amount),
    offeredCurrency: offer?.amount.currency ?? '',
    offeredInKind: inKindText(offer?.inKind ?? []),
    offerValidUntil: instant(offer?.validUntil ?? null),
    claims: String(found.claimCount),
    claimVerdict: found.claim?.verdict ?? '',
    claimStatus: found.claim?.status ?? '',
    owner: found.owner ?? '',
    tags: found.tags.join(' | '),
    nextAction: found.nextAction ?? '',
    nextActionAt: instant(found.nextActionAt),
    snoozedUntil: instant(found.snoozedUntil),
    onHold: found.holdReason ?? '',
    escalatedAt: instant(found.escalatedAt),
    lastTouchAt: instant(found.lastTouchAt),
    createdAt: instant(found.createdAt),
  };
}
