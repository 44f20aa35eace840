import { DomainError } from '../kernel/domain-error.js';
import type { LineObject } from '../platform/ingest/import-line.js';
import { LineFaults } from '../platform/ingest/line-faults.js';
import { optionalObject, optionalProse } from '../platform/ingest/read-fields.js';
import type { LetterLocale } from './letter-content.js';

/** What a letter is, as far as its own words go: an apology alone, a gesture, or what the contract provides. */
export const TEXT_NATURES = ['goodwill', 'contractual', 'apology'] as const;
export type TextNature = (typeof TEXT_NATURES)[number];

/**
 * The paragraphs that a company may word itself: the introduction with the apology, in place of ours; a sentence before
 * what is proposed; a last paragraph before the formula of politeness. What names the amount, the tax and the law stays
 * ours, so that a gesture is never worded as owed.
 */
export const OWN_PARAGRAPHS = ['opening', 'proposal', 'closing'] as const;
export type OwnParagraph = (typeof OWN_PARAGRAPHS)[number];

/** Own paragraphs of one kind of letter in one language; one that is absent is as shipped. */
export type OwnParagraphs = Readonly<Partial<Record<OwnParagraph, string>>>;

/** All that a company words itself. */
export type OwnTexts = Readonly<Record<LetterLocale, Readonly<Record<TextNature, OwnParagraphs>>>>;

export const LETTER_LOCALES = ['en', 'fr'] as const satisfies readonly LetterLocale[];

/** What a letter fills in where a paragraph says `{name}`. */
export const TEXT_FIELDS = [
  'customer',
  'contact',
  'company',
  'incident',
  'period',
  'date',
  'people',
  'meetings',
  'reference',
] as const;
/** These are known where something is proposed. */
export const OFFER_FIELDS = ['amount', 'validUntil'] as const;
export type TextField = (typeof TEXT_FIELDS)[number] | (typeof OFFER_FIELDS)[number];

/** Nothing worded by the company itself. */
export const NO_OWN_TEXTS: OwnTexts = {
  en: { goodwill: {}, contractual: {}, apology: {} },
  fr: { goodwill: {}, contractual: {}, apology: {} },
};

const PARAGRAPH_LENGTH = 1500;
const FIELD = /\{([^{}]*)\}/g;

/** The fields that a kind of letter knows. */
export function fieldsOf(nature: TextNature): readonly TextField[] {
  return nature === 'apology' ? TEXT_FIELDS : [...TEXT_FIELDS, ...OFFER_FIELDS];
}

/**
 * Reads own texts, stated whole, from anything; what is absent, null or blank is as shipped. Throws `invalid_input` with
 * every fault and its path, such as `fr.goodwill.opening`.
 */
export function readOwnTexts(input: unknown): OwnTexts {
  const faults = new LineFaults();
  const all = optionalObject(input, 'texts', new Set(LETTER_LOCALES), faults);
  const texts = Object.fromEntries(
    LETTER_LOCALES.map((locale) => [locale, readNatures(all?.[locale], locale, faults)]),
  ) as OwnTexts;
  if (faults.found.length === 0) return texts;
  const reasons = faults.found.map(({ field, code, message }) => ({ path: field, code, message }));
  throw new DomainError('invalid', 'invalid_input', 'The input is not valid.', { reasons });
}

function readNatures(raw: unknown, path: string, faults: LineFaults): OwnTexts[LetterLocale] {
  const natures = optionalObject(raw, path, new Set(TEXT_NATURES), faults);
  return Object.fromEntries(
    TEXT_NATURES.map((nature) => [nature, readParagraphs(natures?.[nature], nature, `${path}.${nature}`, faults)]),
  ) as OwnTexts[LetterLocale];
}

function readParagraphs(raw: unknown, nature: TextNature, path: string, faults: LineFaults): OwnParagraphs {
  const object: LineObject = optionalObject(raw, path, new Set(OWN_PARAGRAPHS), faults) ?? {};
  const known = fieldsOf(nature);
  return Object.fromEntries(
    OWN_PARAGRAPHS.flatMap((name) => {
      const text = optionalProse(object[name], `${path}.${name}`, PARAGRAPH_LENGTH, faults)?.trim();
      if (text === undefined) return [];
      noteFieldFaults(text, known, `${path}.${name}`, faults);
      return [[name, text]];
    }),
  );
}

function noteFieldFaults(text: string, known: readonly string[], path: string, faults: LineFaults): void {
  const said = [...text.matchAll(FIELD)].map(([, name = '']) => name);
  for (const name of new Set(said)) {
    if (!known.includes(name)) {
      const named = known.map((field) => `{${field}}`).join(', ');
      faults.add(path, 'unknown_letter_field', `There is no {${name}} here; there are ${named}.`);
    }
  }
  if (/[{}]/.test(text.replaceAll(FIELD, ''))) {
    faults.add(path, 'brace_alone', 'A brace stands alone: fields are written as {customer}.');
  }
}

/** A paragraph with its fields filled in. */
export function fillText(text: string, values: Readonly<Record<TextField, string>>): string {
  return text.replaceAll(FIELD, (said, name: string) =>
    Object.hasOwn(values, name) ? values[name as TextField] : said,
  );
}
