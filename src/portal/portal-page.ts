import { createHash } from 'node:crypto';
import type { CustomerView } from '../letters/customer-view.service.js';
import type { LetterLocale } from '../letters/letter-content.js';
import type { WordedRow } from '../letters/word-letter.js';
import type { LogoFacts } from '../platform/settings/logo.sql.js';

/** A table in words, its head apart. */
export type PageTable = {
  readonly head: readonly string[];
  readonly lines: readonly (readonly string[])[];
  /** Null when there is a single line. */
  readonly total: readonly string[] | null;
};

/** Everything that the page says of the offer, in one language: what a customer accepts, and what is kept with it. */
export type PortalPage = {
  readonly locale: LetterLocale;
  readonly reference: string;
  readonly senderName: string;
  readonly customerName: string;
  readonly title: string;
  readonly opening: string;
  readonly incidentTitle: string;
  readonly incidentDescription: string;
  readonly lived: { readonly heading: string; readonly table: PageTable; readonly note: string } | null;
  readonly timeline: { readonly caption: string; readonly text: string } | null;
  readonly proposalHeading: string;
  readonly proposal: string;
  readonly lines: PageTable;
  /** What the amounts are for the tax; empty where nothing is to be said. */
  readonly tax: string;
  readonly settled: string;
  readonly answer: string;
  readonly legal: string;
  readonly legalLine: string;
  readonly letterSha256: string;
};

/** The sender's logo as the pages show it; `sha256` names it in its address, the size is in CSS pixels. */
export type PageLogo = { readonly sha256: string; readonly width: number; readonly height: number };

/** As large as on paper: the room that a letterhead gives it. */
const LOGO_ROOM = { width: 227, height: 56 } as const;

/** The logo in the size in which pages show it; null while there is none. */
export function pageLogo({ sha256, width, height }: LogoFacts): PageLogo | null {
  if (sha256 === null) return null;
  const scale = Math.min(1, LOGO_ROOM.width / width, LOGO_ROOM.height / height);
  const scaled = (side: number): number => Math.max(1, Math.round(side * scale));
  return { sha256, width: scaled(width), height: scaled(height) };
}

/** The page of an offer, in the very words of its letter. */
export function pageOf({ words, reference, letterSha256 }: CustomerView): PortalPage {
  return {
    locale: words.locale,
    reference,
    senderName: words.senderName,
    customerName: words.customerName,
    title: words.file.title.replace(` (${reference})`, ''),
    opening: words.opening,
    incidentTitle: words.incidentTitle,
    incidentDescription: words.incidentDescription,
    lived:
      words.lived === null
        ? null
        : { heading: words.lived.heading, table: tableOf(words.lived.rows), note: words.lived.note },
    timeline: words.timeline === null ? null : { caption: words.timeline.caption, text: words.timeline.alt },
    proposalHeading: words.proposalHeading,
    proposal: words.proposalLead === '' ? words.proposal : `${words.proposalLead}\n${words.proposal}`,
    lines: tableOf(words.offerRows),
    tax: words.tax,
    settled: words.settled,
    answer: words.answer,
    legal: words.legal,
    legalLine: words.legalLine,
    letterSha256,
  };
}

/** SHA-256 of what the page says, in hexadecimal: two pages with the same digest say the same. */
export function digestOf(page: PortalPage): string {
  return createHash('sha256').update(JSON.stringify(page)).digest('hex');
}

function tableOf(rows: readonly WordedRow[]): PageTable {
  const cellsOf = (kind: WordedRow['kind']) => rows.filter((row) => row.kind === kind).map(({ cells }) => cells);
  return { head: cellsOf('head')[0] ?? [], lines: cellsOf('line'), total: cellsOf('total')[0] ?? null };
}
