import type { LetterContent, LetterLocale, LetterSender } from './letter-content.js';
import type { TextNature } from './own-texts.js';
import { sampleLetter } from './sample-letter.js';

/** The sample letter as each of the things that a letter can be. */
export function sampleOfNature(
  nature: TextNature,
  locale: LetterLocale,
  sender: LetterSender,
  taxBasis: 'net' | 'gross' | null,
): LetterContent {
  const { offer, ...sample } = sampleLetter(locale, sender, taxBasis);
  if (nature === 'apology' || offer === undefined) return { ...sample, kind: 'apology' };
  const kind = nature === 'goodwill' ? 'goodwill' : 'sla';
  return { ...sample, kind: 'offer', offer: { ...offer, lines: offer.lines.map((line) => ({ ...line, kind })) } };
}
