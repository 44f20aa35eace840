import Table from 'cli-table3';
import type { AssessmentEntity } from '../assessments/assessment.entity.js';
import type { CustomerImpactRow } from '../assessments/assessments.sql.js';
import type { ClaimRow } from '../claims/list-claims.sql.js';
import type { Money } from '../kernel/money.js';
import { givenWords, inKindOf } from '../offers/in-kind.js';
import type { InKind } from '../offers/proposal.js';
import type { CaseRow } from '../outreach/cases.sql.js';
import type { ShownCase } from '../outreach/show-case.js';
import type { ShownProposal } from '../offers/proposals.service.js';
import { HIT_CLASSES } from '../policies/impact-class.js';

const CLASS_WORDS: Readonly<Record<string, string>> = {
  unable_to_join: 'unable to join',
  media_loss: 'media loss',
  interactivity_loss: 'interactivity loss',
  degraded: 'degraded',
  unknown: 'unknown',
  unaffected: 'unaffected',
};

/** A class in words. */
export function classWords(name: string): string {
  return CLASS_WORDS[name] ?? name;
}

/** `1 h 17 min`, `45 s`: rounded down to the minute from a minute on. */
export function durationWords(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours.toLocaleString('en')} h ${minutes % 60} min`;
}

/** Sums in a line, e.g. `€1,200.00 + £40.00 + 3 days of service`; `nothing` when there is none. */
export function sumWords(amounts: readonly Money[], inKind: readonly InKind[] = []): string {
  return givenWords(amounts, inKind) || 'nothing';
}

function table(head: readonly string[], numbers: readonly number[]): Table.Table {
  return new Table({
    head: [...head],
    colAligns: head.map((_name, index) => (numbers.includes(index) ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  });
}

/** Who was hit and how: people, meetings, customers and time by class. */
export function impactTable({ figures }: AssessmentEntity): string {
  const rows = table(['class', 'people', 'meetings', 'customers', "people's time"], [1, 2, 3, 4]);
  if (figures === null) return rows.toString();
  for (const name of [...HIT_CLASSES, 'unknown', 'unaffected']) {
    const seconds = figures.personSeconds[name];
    const cells = [figures.people, figures.meetings, figures.customers].map(
      (of) => of[name]?.toLocaleString('en') ?? '',
    );
    rows.push([classWords(name), ...cells, seconds === undefined ? '' : durationWords(seconds)]);
  }
  return rows.toString();
}

/** The worst-hit customers, with what each is owed and why. */
export function customerTable(customers: readonly CustomerImpactRow[], proposals: readonly ShownProposal[]): string {
  const rows = table(['customer', 'class', 'people', 'by the clock', 'owed', 'why'], [2, 3, 4]);
  const byCustomer = new Map(proposals.map((proposal) => [proposal.customerId, proposal]));
  for (const customer of customers) {
    const proposal = byCustomer.get(customer.externalId);
    const people = HIT_CLASSES.reduce((sum, name) => sum + customer.people[name], 0);
    const seconds = HIT_CLASSES.reduce((sum, name) => sum + customer.clockSeconds[name], 0);
    rows.push([
      customer.name,
      classWords(customer.class),
      people.toLocaleString('en'),
      durationWords(seconds),
      owedWords(proposal),
      whyWords(proposal),
    ]);
  }
  return rows.toString();
}

function owedWords(proposal: ShownProposal | undefined): string {
  if (proposal === undefined) return 'not computed';
  if (proposal.outcome === 'refused') return 'to be looked at';
  const { total, outcome, lines } = proposal;
  return total === null || outcome === 'nothing_owed' ? 'nothing' : givenWords([total], inKindOf(lines));
}

function whyWords(proposal: ShownProposal | undefined): string {
  if (proposal === undefined) return '';
  const words = proposal.outcome === 'offer' ? proposal.lines : proposal.reasons;
  return words.map(({ text }) => text.en).join('\n');
}

/** Cases as a Success team works them. */
export function caseTable(cases: readonly ShownCase<CaseRow>[]): string {
  const rows = table(
    ['priority', 'customer', 'status', 'class', 'people', 'offer', 'claim', 'owner', 'last touch (UTC)', 'next (UTC)'],
    [0, 4],
  );
  for (const each of cases) {
    const { offer, claim, lastTouchAt, nextActionAt } = each;
    rows.push([
      String(each.priority),
      each.customer.name,
      each.status,
      classWords(each.impactClass),
      each.people.toLocaleString('en'),
      offer === null ? each.owed : `${givenWords([offer.amount], offer.inKind)} ${offer.status}`,
      claim === null ? '' : `${claim.verdict ?? ''} ${claim.status}`.trim(),
      each.owner ?? '',
      minuteOf(lastTouchAt),
      minuteOf(nextActionAt),
    ]);
  }
  return rows.toString();
}

/** Whom an incident hit, and how many of them were reached. */
export function reportTable(lines: readonly (readonly [string, number, number])[]): string {
  const rows = table(['class', 'customers', 'reached'], [1, 2]);
  for (const [name, ...counts] of lines) rows.push([name, ...counts.map((count) => count.toLocaleString('en'))]);
  return rows.toString();
}

function minuteOf(at: Date | null): string {
  return at === null ? '' : at.toISOString().slice(0, 16).replace('T', ' ');
}

/** Claims as they stand. */
export function claimTable(claims: readonly ClaimRow[]): string {
  const rows = table(['came (UTC)', 'customer', 'claimant', 'incident', 'verdict', 'status', 'times'], [6]);
  for (const claim of claims) {
    rows.push([
      minuteOf(claim.arrivedAt),
      claim.customer?.name ?? '',
      claim.claimant.email,
      claim.incident?.reference ?? claim.incident?.title ?? claim.day ?? '',
      claim.verdict ?? '',
      claim.status,
      String(claim.arrivals),
    ]);
  }
  return rows.toString();
}

/** How long each step took. */
export function stepTable(steps: readonly { readonly step: string; readonly milliseconds: number }[]): string {
  const rows = table(['step', 'seconds'], [1]);
  for (const { step, milliseconds } of steps) rows.push([step, (milliseconds / 1000).toFixed(1)]);
  rows.push(['in all', (steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000).toFixed(1)]);
  return rows.toString();
}
