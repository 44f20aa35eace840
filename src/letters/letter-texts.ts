import { LETTER_TEXTS_EN } from './letter-texts-en.js';
import { LETTER_TEXTS_FR } from './letter-texts-fr.js';
import type { LetterContent, LetterImpactClass, LetterLocale } from './letter-content.js';

/** The wording in force. Raised by one whenever a sentence of it changes, so that a kept letter names what it said. */
export const LETTER_TEXTS_VERSION = 3;

/**
 * Every sentence that is ours, but for those of what is given, which go by its nature (`ActTexts`). What people typed (the
 * incident, the lines of an offer) comes in as it is.
 */
export type LetterTexts = {
  /** BCP 47, for the PDF's own language. */
  readonly language: string;
  readonly draftMark: string;
  readonly draftNotice: string;
  readonly phone: (phone: string) => string;
  readonly attention: (contactName: string) => string;
  readonly placeAndDate: (content: LetterContent) => string;
  readonly reference: (reference: string) => string;
  /** The letter's name where it stands without its letterhead: the title of the file. */
  readonly title: (content: LetterContent) => string;
  readonly subject: (content: LetterContent) => string;
  readonly salutation: (content: LetterContent) => string;
  /** When it was, as a letter's first words have it. */
  readonly period: (content: LetterContent) => string;
  readonly opening: (content: LetterContent) => string;
  readonly livedHeading: string;
  readonly livedColumns: (content: LetterContent) => {
    readonly effect: string;
    readonly people: string;
    readonly meetings: string;
    readonly time: string;
  };
  readonly impactClass: Readonly<Record<LetterImpactClass, string>>;
  readonly total: string;
  readonly livedNote: (content: LetterContent) => string;
  readonly timelineCaption: (content: LetterContent) => string;
  readonly timelineWindows: string;
  readonly timelineMeetings: string;
  readonly otherComponents: string;
  readonly windowState: (label: string, state: 'lost' | 'degraded') => string;
  readonly timelineAlt: (content: LetterContent, rows: readonly TimelineAltRow[]) => string;
  readonly proposalHeading: (content: LetterContent) => string;
  readonly proposal: (content: LetterContent) => string;
  /** Over amounts, over units in kind, and over both. */
  readonly proposalColumns: {
    readonly line: string;
    readonly amount: string;
    readonly quantity: string;
    readonly given: string;
  };
  readonly answer: (content: LetterContent) => string;
  /** Before the address of the customer's page, and what the code beside it is for who cannot see it. */
  readonly answerOnline: (content: LetterContent) => string;
  readonly answerCode: string;
  readonly closing: (content: LetterContent) => string;
  readonly legal: (content: LetterContent) => string;
  readonly page: (reference: string, page: number, pages: number) => string;
};

/** One row of the timeline for those who cannot see it: its spans, and how many more there are than are named. */
export type TimelineAltRow = {
  readonly label: string;
  readonly spans: readonly { readonly startAt: Date; readonly endAt: Date | null }[];
  readonly moreSpans: number;
};

const TEXTS: Record<LetterLocale, LetterTexts> = { fr: LETTER_TEXTS_FR, en: LETTER_TEXTS_EN };

/** The sentences of a language. */
export function letterTexts(locale: LetterLocale): LetterTexts {
  return TEXTS[locale];
}
