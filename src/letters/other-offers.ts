import type { NameOffers } from '../offers/line-words.js';
import { formatDate } from './format-instant.js';
import { NBSP, NNBSP } from './french-spaces.js';

/** Another offer to the same customer, as a letter can name it. */
export type OtherOffer = {
  readonly offerId: string;
  readonly incidentId: string;
  readonly incidentTitle: string;
  /** When its incident began; null where no window says so. */
  readonly incidentStartAt: Date | null;
  /** Of its letter; null while it has none. */
  readonly reference: string | null;
};

/** The same as JSON keeps it. */
export type StoredOtherOffer = Omit<OtherOffer, 'incidentStartAt'> & { readonly incidentStartAt: string | null };

/** What is kept of it. */
export function storedOtherOffer({ incidentStartAt, ...other }: OtherOffer): StoredOtherOffer {
  return { ...other, incidentStartAt: incidentStartAt?.toISOString() ?? null };
}

/** What was kept, read again. */
export function otherOfferOf({ incidentStartAt, ...other }: StoredOtherOffer): OtherOffer {
  return { ...other, incidentStartAt: incidentStartAt === null ? null : new Date(incidentStartAt) };
}

/** More are counted and not named: nobody reads a list of them in a line. */
const MOST_NAMED = 4;

/**
 * Names other offers as a customer knows them: by their incident, its day in the customer's zone, and the letter's
 * reference. Of the letter's own incident only the letter is named.
 */
export function nameOtherOffers(
  others: readonly OtherOffer[],
  { incidentId, timeZone }: { readonly incidentId: string; readonly timeZone: string },
): NameOffers {
  const byId = new Map(others.map((other) => [other.offerId, other]));
  return (offerIds) => {
    const known = offerIds.flatMap((id) => byId.get(id) ?? []);
    const named = known.slice(0, MOST_NAMED);
    const moreCount = offerIds.length - named.length;
    const fr = named.map((other) => frenchName(other, other.incidentId === incidentId, timeZone));
    const en = named.map((other) => englishName(other, other.incidentId === incidentId, timeZone));
    if (moreCount > 0) {
      fr.push(moreCount === 1 ? 'une autre proposition' : `${moreCount} autres propositions`);
      en.push(moreCount === 1 ? 'another offer' : `${moreCount} other offers`);
    }
    return { fr: listed(fr, `${NNBSP}; `, ' et '), en: listed(en, '; ', ' and ') };
  };
}

function frenchName({ incidentTitle, incidentStartAt, reference }: OtherOffer, isSame: boolean, zone: string): string {
  if (isSame) return reference === null ? 'notre proposition précédente' : `notre lettre ${reference}`;
  const day = incidentStartAt === null ? '' : ` du ${formatDate(incidentStartAt, zone, 'fr')}`;
  const letter = reference === null ? '' : `, notre lettre ${reference}`;
  return `incident «${NBSP}${incidentTitle}${NBSP}»${day}${letter}`;
}

function englishName({ incidentTitle, incidentStartAt, reference }: OtherOffer, isSame: boolean, zone: string): string {
  if (isSame) return reference === null ? 'our earlier offer' : `our letter ${reference}`;
  const day = incidentStartAt === null ? '' : ` of ${formatDate(incidentStartAt, zone, 'en')}`;
  const letter = reference === null ? '' : `, our letter ${reference}`;
  return `incident “${incidentTitle}”${day}${letter}`;
}

/** Names have commas of their own, so that a semicolon parts them. */
function listed(names: readonly string[], between: string, and: string): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(between)}${and}${last}`;
}
