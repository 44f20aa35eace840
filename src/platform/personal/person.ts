export const PERSON_KINDS = ['participant', 'contact', 'claimant', 'user'] as const;
export type PersonKind = (typeof PERSON_KINDS)[number];

/** One person, as somebody asks for them. `id` is a participant's id, and of everybody else the e-mail address. */
export type Person = {
  readonly kind: PersonKind;
  /** Our id of the customer that the person belongs to; null for a user, or when the person is meant everywhere. */
  readonly customerId: string | null;
  readonly id: string;
};

/** A shorter word, or a bare number, stands for too many other things to be looked for in free text. */
const SHORTEST_NAME = 5;
const SHORTEST_ID = 8;

/**
 * The texts of a person that can be looked for anywhere: addresses, full names, ids with a letter in them. An opaque id of
 * digits alone is replaced in the columns of its own only, for elsewhere it could be an amount.
 */
export function searchableTexts(texts: readonly string[]): string[] {
  const found = texts.filter((text) => {
    if (text.includes('@') || /\s/.test(text.trim())) return text.length >= SHORTEST_NAME;
    return text.length >= SHORTEST_ID && /\p{L}/u.test(text);
  });
  return [...new Set(found)];
}

/** A PostgreSQL expression (ARE) that finds any of the texts as a whole word, also as JSON writes them. */
export function patternOf(texts: readonly string[]): string {
  const forms = texts.flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]);
  const words = [...new Set(forms)].map((text) => text.replaceAll(/[\\^$.|?*+()[\]{}-]/g, '\\$&'));
  return `(?<![[:alnum:]_])(?:${words.join('|')})(?![[:alnum:]_-])`;
}
