import type { Answer, Schemas } from '../api/client.js';

export type StoredTexts = Answer<'/api/v1/letter-texts'>;

export const LANGUAGES = ['en', 'fr'] as const;
export const NATURES = ['goodwill', 'contractual', 'apology'] as const;
export const PARAGRAPHS = ['opening', 'proposal', 'closing'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Nature = (typeof NATURES)[number];
export type Paragraph = (typeof PARAGRAPHS)[number];
/** A paragraph by its path in the input, such as `fr.goodwill.opening`. */
export type TextPath = `${Language}.${Nature}.${Paragraph}`;
/** The paragraphs as they are typed; empty is as shipped. */
export type TypedTexts = Record<TextPath, string>;

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français' };
export const TEXT_PATHS = LANGUAGES.flatMap((language) =>
  NATURES.flatMap((nature) => PARAGRAPHS.map((name): TextPath => `${language}.${nature}.${name}`)),
);

/** The parts of a path. */
export function partsOf(path: TextPath): readonly [Language, Nature, Paragraph] {
  return path.split('.') as [Language, Nature, Paragraph];
}

/** What the fields of a form hold of a version. */
export function typedOf({ texts }: Pick<StoredTexts, 'texts'>): TypedTexts {
  return Object.fromEntries(
    TEXT_PATHS.map((path) => {
      const [language, nature, name] = partsOf(path);
      return [path, texts[language][nature][name] ?? ''];
    }),
  ) as TypedTexts;
}

/** The fields as the service takes them. */
export function bodyOf(typed: TypedTexts): Schemas['OwnTextsInput'] {
  const ofNature = (language: Language, nature: Nature) =>
    Object.fromEntries(PARAGRAPHS.map((name) => [name, typed[`${language}.${nature}.${name}`]]));
  const ofLanguage = (language: Language) =>
    Object.fromEntries(NATURES.map((nature) => [nature, ofNature(language, nature)]));
  return { en: ofLanguage('en'), fr: ofLanguage('fr') };
}
