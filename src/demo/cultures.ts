import { CULTURES_ABROAD } from './cultures-abroad.js';
import { CULTURES_OF_EUROPE } from './cultures-of-europe.js';

/** What companies of one country have in common. All company names made from it are invented. */
export type Culture = {
  /** Of every 40 customers, how many are like this. */
  readonly share: number;
  readonly locale: string;
  readonly timezone: string;
  readonly currency: string;
  /** Half hours of the Paris day, from midnight, at which its meetings may begin. */
  readonly beginsBetween: readonly [first: number, last: number];
  readonly stems: readonly string[];
  readonly trades: readonly string[];
  /** Written after the name. */
  readonly legalForm: string;
  readonly givenNames: readonly string[];
  readonly familyNames: readonly string[];
  readonly titles: readonly string[];
};

/** The shares add up to 40. */
export const CULTURES: readonly Culture[] = [...CULTURES_OF_EUROPE, ...CULTURES_ABROAD];

/**
 * The name of the nth company of a culture, all different: stems first, then pairs of them, then numbered. The legal
 * form is left out.
 */
export function companyName({ stems, trades }: Culture, nth: number): string {
  const singles = stems.length * trades.length;
  if (nth < singles) {
    const round = Math.floor(nth / stems.length);
    return `${at(stems, nth)} ${at(trades, (nth % stems.length) + round)}`;
  }
  const pairs = stems.length * (stems.length - 1);
  const pair = (nth - singles) % pairs;
  const round = Math.floor((nth - singles) / pairs);
  const first = Math.floor(pair / (stems.length - 1));
  const second = first + 1 + (pair % (stems.length - 1));
  const name = `${at(stems, first)}-${at(stems, second)} ${at(trades, pair + round)}`;
  const series = Math.floor(round / trades.length);
  return series === 0 ? name : `${name} ${series + 1}`;
}

function at(list: readonly string[], index: number): string {
  return list[index % list.length] as string;
}
