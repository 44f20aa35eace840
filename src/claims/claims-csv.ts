import { toMajorText } from '../kernel/money.js';
import type { ClaimRow } from './list-claims.sql.js';

export const CLAIM_COLUMNS_CSV = [
  'claimId',
  'status',
  'verdict',
  'customerExternalId',
  'customerName',
  'incidentReference',
  'incidentTitle',
  'claimantName',
  'claimantEmail',
  'meeting',
  'day',
  'reference',
  'claimed',
  'claimedCurrency',
  'channel',
  'arrivals',
  'offerId',
  'refusalReasons',
  'decidedBy',
  'decidedAt',
  'arrivedAt',
] as const;

/** One line of the file, all as text. */
export type ClaimLine = Readonly<Record<(typeof CLAIM_COLUMNS_CSV)[number], string>>;

/** A claim as a line of the file: amounts in major units with a point, instants in UTC, reasons separated by |. */
export function claimLine(claim: ClaimRow): ClaimLine {
  const { customer, incident, claimant, claimedAmount } = claim;
  return {
    claimId: claim.id,
    status: claim.status,
    verdict: claim.verdict ?? '',
    customerExternalId: customer?.externalId ?? '',
    customerName: customer?.name ?? '',
    incidentReference: incident?.reference ?? '',
    incidentTitle: incident?.title ?? '',
    claimantName: claimant.name,
    claimantEmail: claimant.email,
    meeting: claim.meeting ?? '',
    day: claim.day ?? '',
    reference: claim.reference ?? '',
    claimed: claimedAmount === null ? '' : toMajorText(claimedAmount),
    claimedCurrency: claimedAmount?.currency ?? '',
    channel: claim.channel,
    arrivals: String(claim.arrivals),
    offerId: claim.offerId ?? '',
    refusalReasons: claim.refusalCodes.join(' | '),
    decidedBy: claim.decidedBy ?? '',
    decidedAt: claim.decidedAt?.toISOString() ?? '',
    arrivedAt: claim.arrivedAt.toISOString(),
  };
}
