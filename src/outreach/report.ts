import { type Money, toMajorText } from '../kernel/money.js';
import type { OfferStatus } from '../offers/offer.js';
import { sumInKind } from '../offers/in-kind.js';
import type { OfferTotalBySent } from '../offers/offer-totals.sql.js';
import type { InKind } from '../offers/proposal.js';
import { IMPACT_CLASSES, type ImpactClass } from '../policies/impact-class.js';
import type { MailStatus } from './mail.js';
import type { ClaimCountRow, CoverageRow, FirstContact, LoadRow, ReportIncident } from './report.sql.js';

/** How many of a class are affected and were reached, and by which hour since the beginning how many had been. */
export type Coverage = {
  readonly class: ImpactClass;
  readonly affected: number;
  readonly contacted: number;
  /** Hours in which somebody was reached for the first time; `contacted` counts from the beginning to the hour's end. */
  readonly byHour: readonly { readonly hour: number; readonly contacted: number }[];
};

/** What was offered in one currency: sent to customers, accepted by them, and granted as credits. */
export type MoneyOfCurrency = {
  readonly currency: string;
  readonly offeredMinor: number;
  readonly acceptedMinor: number;
  readonly creditedMinor: number;
};

/** What came of an incident's outreach. Each number is a count or a sum of the lists behind it. */
export type OutreachReport = {
  readonly incident: ReportIncident;
  readonly coverage: readonly Coverage[];
  readonly offers: Readonly<Record<OfferStatus, number>>;
  /** Of the offers that were sent and not withdrawn, how many were accepted, declined, expired, and wait. */
  readonly acceptance: {
    readonly sent: number;
    readonly accepted: number;
    readonly declined: number;
    readonly expired: number;
    readonly waiting: number;
  };
  readonly money: readonly MoneyOfCurrency[];
  /** What was sent to customers, and accepted by them, in kind. */
  readonly inKind: { readonly offered: readonly InKind[]; readonly accepted: readonly InKind[] };
  readonly firstContact: FirstContact;
  readonly load: readonly LoadRow[];
  readonly claims: readonly ClaimCountRow[];
  readonly mails: readonly { readonly status: MailStatus; readonly count: number }[];
};

/** Adds the affected customers of each class up, hour by hour, heaviest class first. */
export function coverageOf(rows: readonly CoverageRow[]): Coverage[] {
  return IMPACT_CLASSES.flatMap((impactClass) => {
    const own = rows.filter((row) => row.class === impactClass);
    if (own.length === 0) return [];
    let contacted = 0;
    const byHour = own.flatMap(({ hour, customers }) => {
      if (hour === null) return [];
      contacted += customers;
      return [{ hour, contacted }];
    });
    return [
      { class: impactClass, affected: own.reduce((sum, { customers }) => sum + customers, 0), contacted, byHour },
    ];
  });
}

/** Offers by status, all of them named. */
export function offersByStatus(rows: readonly OfferTotalBySent[]): Record<OfferStatus, number> {
  const counts = { draft: 0, approved: 0, sent: 0, accepted: 0, declined: 0, expired: 0, withdrawn: 0 };
  for (const { status, count } of rows) counts[status] += count;
  return counts;
}

/** What became of the offers that customers got. */
export function acceptanceOf(rows: readonly OfferTotalBySent[]): OutreachReport['acceptance'] {
  const { sent: waiting, accepted, declined, expired } = offersByStatus(rows.filter(({ wasSent }) => wasSent));
  return { sent: waiting + accepted + declined + expired, accepted, declined, expired, waiting };
}

/** The money of each currency; a withdrawn offer offers nothing. */
export function moneyOf(offers: readonly OfferTotalBySent[], credits: readonly Money[]): MoneyOfCurrency[] {
  const currencies = [...new Set([...offers, ...credits].map(({ currency }) => currency))].toSorted((a, b) =>
    a < b ? -1 : 1,
  );
  const sum = (items: readonly Money[]): number => items.reduce((total, { amountMinor }) => total + amountMinor, 0);
  return currencies.map((currency) => {
    const own = offers.filter((offer) => offer.currency === currency && offer.status !== 'withdrawn');
    return {
      currency,
      offeredMinor: sum(own.filter(({ wasSent }) => wasSent)),
      acceptedMinor: sum(own.filter(({ status }) => status === 'accepted')),
      creditedMinor: sum(credits.filter((credit) => credit.currency === currency)),
    };
  });
}

/** What customers were sent and what they accepted in kind; a withdrawn offer offers nothing. */
export function inKindOfOffers(offers: readonly OfferTotalBySent[]): OutreachReport['inKind'] {
  const given = (own: readonly OfferTotalBySent[]): InKind[] => sumInKind(own.flatMap(({ inKind }) => inKind));
  return {
    offered: given(offers.filter(({ status, wasSent }) => wasSent && status !== 'withdrawn')),
    accepted: given(offers.filter(({ status }) => status === 'accepted')),
  };
}

export const REPORT_COLUMNS = ['measure', 'of', 'hour', 'currency', 'value'] as const;

/** One number of the report as a line of its file, all as text; money in major units with a point. */
export type ReportLine = Readonly<Record<(typeof REPORT_COLUMNS)[number], string>>;

/** The report as lines: one number each. */
export function reportLines(report: OutreachReport): ReportLine[] {
  const { coverage, offers, acceptance, money, inKind, firstContact, load, claims, mails } = report;
  const amounts = money.flatMap(({ currency, offeredMinor, acceptedMinor, creditedMinor }) => {
    const major = (amountMinor: number): string => toMajorText({ amountMinor, currency });
    return [
      line('money_offered', major(offeredMinor), { currency }),
      line('money_accepted', major(acceptedMinor), { currency }),
      line('money_credited', major(creditedMinor), { currency }),
    ];
  });
  return [
    ...coverage.flatMap(({ class: of, affected, contacted, byHour }) => [
      line('customers_affected', affected, { of }),
      line('customers_contacted', contacted, { of }),
      ...byHour.map((each) => line('customers_contacted_by_hour', each.contacted, { of, hour: String(each.hour) })),
    ]),
    ...Object.entries(offers).map(([of, count]) => line('offers', count, { of })),
    ...Object.entries(acceptance).map(([of, count]) => line('offers_sent_to_customers', count, { of })),
    ...amounts,
    ...inKind.offered.map(({ unit, quantity }) => line('in_kind_offered', quantity, { of: unit })),
    ...inKind.accepted.map(({ unit, quantity }) => line('in_kind_accepted', quantity, { of: unit })),
    line('first_contact_median_seconds', firstContact.medianSeconds ?? ''),
    line('first_contact_90th_seconds', firstContact.ninetiethSeconds ?? ''),
    ...load.flatMap(({ owner, ...counts }) =>
      Object.entries(counts).map(([name, count]) => line(`cases_${name}`, count, { of: owner ?? '' })),
    ),
    ...claims.map(({ verdict, status, count }) => line('claims', count, { of: `${verdict ?? ''} ${status}`.trim() })),
    ...mails.map(({ status, count }) => line('mails', count, { of: status })),
  ];
}

function line(
  measure: string,
  value: string | number,
  { of = '', hour = '', currency = '' }: { of?: string; hour?: string; currency?: string } = {},
): ReportLine {
  return { measure, of, hour, currency, value: String(value) };
}
