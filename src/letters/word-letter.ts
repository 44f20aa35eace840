import { formatCount } from '../policies/format-amount.js';
import { formatDuration } from './format-duration.js';
import { givenText } from './format-given.js';
import { ownParagraph } from './fill-own-texts.js';
import {
  LETTER_IMPACT_CLASSES,
  type LetterContent,
  type LetterImpactClass,
  type LetterLocale,
  type LetterOffer,
  type LetterOfferLine,
} from './letter-content.js';
import { letterTexts, LETTER_TEXTS_VERSION, type LetterTexts } from './letter-texts.js';
import { altRows, timelineOf, type Timeline } from './timeline.js';
import { wordActs } from './word-acts.js';

/** A row of a table in words; `swatch` names the class whose colour stands before it. */
export type WordedRow = {
  readonly kind: 'head' | 'line' | 'total';
  readonly cells: readonly string[];
  readonly swatch?: LetterImpactClass;
};

/** Everything a letter says, in its language, before anything is known of paper. */
export type LetterWords = {
  readonly locale: LetterLocale;
  readonly language: string;
  readonly file: {
    readonly title: string;
    readonly author: string;
    readonly subject: string;
    readonly creator: string;
  };
  readonly draft: { readonly mark: string; readonly notice: string } | null;
  readonly senderName: string;
  readonly senderLines: readonly string[];
  readonly originLines: readonly string[];
  readonly customerName: string;
  readonly addressLines: readonly string[];
  readonly subject: string;
  readonly salutation: string;
  readonly opening: string;
  readonly incidentTitle: string;
  readonly incidentDescription: string;
  readonly lived: { readonly heading: string; readonly rows: readonly WordedRow[]; readonly note: string } | null;
  readonly timeline: { readonly caption: string; readonly alt: string; readonly drawn: Timeline } | null;
  readonly proposalHeading: string;
  /** The company's own words before it; empty when it has none. */
  readonly proposalLead: string;
  readonly proposal: string;
  readonly offerRows: readonly WordedRow[];
  /** What the amounts are for the tax; empty where nothing is to be said. */
  readonly tax: string;
  /** What comes once the offer is accepted; empty without one. */
  readonly settled: string;
  readonly answer: string;
  /** On the customer's own copy: the address of their page. */
  readonly online: { readonly text: string; readonly url: string; readonly alt: string } | null;
  /** The company's own last paragraph; empty when it has none. */
  readonly farewell: string;
  readonly closing: string;
  readonly signatoryName: string;
  readonly signatoryTitle: string;
  readonly legal: string;
  readonly legalLine: string;
  readonly page: (page: number, pages: number) => string;
};

/** Puts a letter into words. Throws RangeError when its time zone is unknown. */
export function wordLetter(content: LetterContent): LetterWords {
  const { sender, customer, incident, locale, reference } = content;
  const texts = letterTexts(locale);
  const own = content.ownTextsVersion === undefined ? '' : `, own texts ${content.ownTextsVersion}`;
  const phone = sender.phone === '' ? [] : [texts.phone(sender.phone)];
  const attention = customer.contactName ? [texts.attention(customer.contactName)] : [];
  return {
    locale,
    language: texts.language,
    file: {
      title: `${texts.title(content)} (${reference})`,
      author: sender.name,
      subject: incident.title,
      creator: `Amends, letter texts ${LETTER_TEXTS_VERSION}${own}`,
    },
    draft: content.isDraft ? { mark: texts.draftMark, notice: texts.draftNotice } : null,
    senderName: sender.name,
    senderLines: [...sender.addressLines, ...phone, sender.email],
    originLines: [texts.reference(reference), texts.placeAndDate(content)],
    customerName: customer.name,
    addressLines: [...attention, ...(customer.addressLines ?? [])],
    incidentTitle: incident.title,
    incidentDescription: incident.description,
    lived: livedWords(content, texts),
    timeline: timelineWords(content, texts),
    offerRows: offerRows(content, texts),
    ...actWords(content),
    online: onlineWords(content, texts),
    ...sentences(content, texts),
    signatoryName: sender.signatoryName,
    signatoryTitle: sender.signatoryTitle,
    legalLine: sender.legalLine ?? '',
    page: (page, pages) => texts.page(reference, page, pages),
  };
}

function sentences(content: LetterContent, texts: LetterTexts) {
  return {
    subject: texts.subject(content),
    salutation: texts.salutation(content),
    opening: ownParagraph(content, 'opening', texts) ?? texts.opening(content),
    proposalHeading: texts.proposalHeading(content),
    proposalLead: ownParagraph(content, 'proposal', texts) ?? '',
    proposal: texts.proposal(content),
    answer: texts.answer(content),
    farewell: ownParagraph(content, 'closing', texts) ?? '',
    closing: texts.closing(content),
    legal: texts.legal(content),
  };
}

/** Heaviest class first, with a total when there is more than one row; null when nobody is known to be hit. */
function livedWords(content: LetterContent, texts: LetterTexts): LetterWords['lived'] {
  const { lived, locale } = content;
  if (lived.rows.length === 0) return null;
  const figures = (people: number, meetings: number, seconds: number) => [
    formatCount(people, locale),
    formatCount(meetings, locale),
    formatDuration(seconds),
  ];
  const head = texts.livedColumns(content);
  const rows: WordedRow[] = [{ kind: 'head', cells: [head.effect, head.people, head.meetings, head.time] }];
  for (const swatch of LETTER_IMPACT_CLASSES) {
    for (const row of lived.rows.filter((each) => each.class === swatch)) {
      const cells = [texts.impactClass[swatch], ...figures(row.people, row.meetings, row.seconds)];
      rows.push({ kind: 'line', swatch, cells });
    }
  }
  if (lived.rows.length > 1) {
    const sum = (part: 'people' | 'meetings' | 'seconds') => lived.rows.reduce((total, row) => total + row[part], 0);
    rows.push({ kind: 'total', cells: [texts.total, ...figures(sum('people'), sum('meetings'), sum('seconds'))] });
  }
  return { heading: texts.livedHeading, rows, note: texts.livedNote(content) };
}

function onlineWords(content: LetterContent, texts: LetterTexts): LetterWords['online'] {
  const { answerUrl: url } = content;
  return url === undefined ? null : { text: texts.answerOnline(content), url, alt: texts.answerCode };
}

function timelineWords(content: LetterContent, texts: LetterTexts): LetterWords['timeline'] {
  const drawn = timelineOf(content, texts);
  if (drawn === null) return null;
  return { drawn, caption: texts.timelineCaption(content), alt: texts.timelineAlt(content, altRows(drawn)) };
}

function offerRows({ offer, locale }: LetterContent, texts: LetterTexts): readonly WordedRow[] {
  if (offer === undefined) return [];
  return [
    { kind: 'head', cells: [texts.proposalColumns.line, valueColumn(offer, texts)] },
    ...offer.lines.map((part) => ({ kind: 'line' as const, cells: [part.text, worthOf(part, locale)] })),
    { kind: 'total', cells: [texts.total, wordActs(offer, locale).given] },
  ];
}

function actWords({ offer, locale }: LetterContent): Pick<LetterWords, 'tax' | 'settled'> {
  if (offer === undefined) return { tax: '', settled: '' };
  const { tax, settled } = wordActs(offer, locale);
  return { tax, settled };
}

function valueColumn({ lines, amount }: LetterOffer, { proposalColumns }: LetterTexts): string {
  const hasUnits = lines.some(({ inKind }) => inKind !== undefined);
  const hasMoney = amount.amountMinor !== 0 || lines.some((line) => line.amount.amountMinor !== 0);
  if (!hasUnits) return proposalColumns.amount;
  return hasMoney ? proposalColumns.given : proposalColumns.quantity;
}

/** A line that only explains has a dash in place of an amount. */
function worthOf({ amount, inKind }: LetterOfferLine, locale: LetterLocale): string {
  if (inKind !== undefined) return givenText(inKind, locale);
  return amount.amountMinor === 0 ? '–' : givenText(amount, locale);
}
