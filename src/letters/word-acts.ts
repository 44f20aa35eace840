import { type NameOffers, offersNamedBy, wordLine } from '../offers/line-words.js';
import type { OfferLine } from '../offers/proposal.js';
import { givenText } from './format-given.js';
import { ACT_TEXTS_EN } from './letter-acts-en.js';
import { ACT_TEXTS_FR } from './letter-acts-fr.js';
import { actsOf, isInKind, type LetterAct } from './letter-acts.js';
import type { LetterLocale, LetterOffer } from './letter-content.js';

type Basis = LetterOffer['taxBasis'];

/** How a language speaks of what an offer gives, by nature and by tax. */
export type ActTexts = {
  /** Within a subject. */
  readonly name: (act: LetterAct) => string;
  readonly heading: (act: LetterAct) => string;
  /** Over acts of more than one name. */
  readonly mixedHeading: string;
  readonly and: string;
  /** The act in full; one that is not first is added to the one before. */
  readonly sentence: (act: LetterAct, basis: Basis, isFirst: boolean) => string;
  /** What is given and as what, within a sentence. */
  readonly phrase: (act: LetterAct) => string;
  /** What acts of one tax treatment are for the tax, said once for all of them; null where nothing is to be said. */
  readonly tax: (acts: readonly [LetterAct, ...LetterAct[]], basis: Basis) => string | null;
  /** What comes once it is accepted. */
  readonly settled: (act: LetterAct) => string;
};

const TEXTS: Readonly<Record<LetterLocale, ActTexts>> = { fr: ACT_TEXTS_FR, en: ACT_TEXTS_EN };

/** An offer by its acts, as a letter tells it. */
export type WordedActs = {
  readonly name: string;
  readonly heading: string;
  readonly proposal: string;
  /** Empty where nothing is to be said of tax. */
  readonly tax: string;
  readonly settled: string;
  /** All that is given: `100,00 €`, `3 jours de service`, or both. */
  readonly given: string;
  /** The same with what it is: `un avoir de 100,00 €`. */
  readonly phrase: string;
};

/** What an offer gives, in words; each act as what it is. */
export function wordActs(offer: Pick<LetterOffer, 'lines' | 'amount' | 'taxBasis'>, locale: LetterLocale): WordedActs {
  const texts = TEXTS[locale];
  const acts = actsOf(offer);
  const names = [...new Set(acts.map((act) => texts.name(act)))];
  const [first] = acts;
  return {
    name: names.join(texts.and),
    heading: first !== undefined && names.length === 1 ? texts.heading(first) : texts.mixedHeading,
    proposal: acts.map((act, index) => texts.sentence(act, offer.taxBasis, index === 0)).join(' '),
    tax: byTax(acts)
      .flatMap((same) => texts.tax(same, offer.taxBasis) ?? [])
      .join(' '),
    settled: [...new Set(acts.map((act) => texts.settled(act)))].join(' '),
    given: givenOf(offer.amount, acts, locale).join(texts.and),
    phrase: acts.map((act) => texts.phrase(act)).join(texts.and),
  };
}

/** The same for an offer as it is kept; whether amounts are net or gross is for its letter to say. */
export function wordOffer(
  { lines, amountMinor, currency }: { lines: readonly OfferLine[]; amountMinor: number; currency: string },
  locale: LetterLocale,
): WordedActs {
  const told = lines.map((line) => letterLine(line, currency, locale));
  return wordActs({ amount: { amountMinor, currency }, lines: told }, locale);
}

/** A line of an offer as a letter tells it, with the names of other offers in place of their ids. */
export function letterLine(
  line: OfferLine,
  currency: string,
  locale: LetterLocale,
  nameOffers?: NameOffers,
): LetterOffer['lines'][number] {
  const { amountMinor, kind, nature, taxTreatment, inKind } = line;
  const isNaming = nameOffers !== undefined && offersNamedBy(line).length > 0;
  const text = isNaming ? wordLine(line, nameOffers) : line.text;
  return {
    text: text[locale],
    amount: { amountMinor, currency },
    kind,
    nature,
    taxTreatment,
    ...(inKind === undefined ? {} : { inKind }),
  };
}

/** Acts that give money, together with those of the same treatment; what is given in kind has no tax to speak of. */
function byTax(acts: readonly LetterAct[]): readonly (readonly [LetterAct, ...LetterAct[]])[] {
  const groups = new Map<LetterAct['taxTreatment'], [LetterAct, ...LetterAct[]]>();
  for (const act of acts.filter(({ given }) => !isInKind(given))) {
    const same = groups.get(act.taxTreatment);
    if (same === undefined) groups.set(act.taxTreatment, [act]);
    else same.push(act);
  }
  return [...groups.values()];
}

function givenOf(amount: LetterOffer['amount'], acts: readonly LetterAct[], locale: LetterLocale): string[] {
  const inKind = acts.flatMap(({ given }) => (isInKind(given) ? [givenText(given, locale)] : []));
  return amount.amountMinor > 0 || inKind.length === 0 ? [givenText(amount, locale), ...inKind] : inKind;
}
