import { findCues } from './cues.js';

const NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  un: 1,
  une: 1,
  two: 2,
  deux: 2,
  three: 3,
  trois: 3,
  four: 4,
  quatre: 4,
  five: 5,
  cinq: 5,
  six: 6,
  ten: 10,
  dix: 10,
  fifteen: 15,
  quinze: 15,
  twenty: 20,
  vingt: 20,
  thirty: 30,
  trente: 30,
  forty: 40,
  quarante: 40,
};
const WORDS = Object.keys(NUMBERS).join('|');
const SPAN = new RegExp(
  String.raw`(?<![\p{L}\d:.,])(?:(?<half>half an hour|une demi-heure)|(?<count>\d+(?:[.,]\d+)?|${WORDS})[\s-]*(?<unit>hours?|heures?|hrs?|h|minutes?|mins?|mn|min|seconds?|secondes?|secs?)(?![\p{L}])(?:[\s,-]*(?:and|et)?\s*(?<more>\d{1,2})[\s-]*(?<moreUnit>minutes?|mins?|mn|min|seconds?|secondes?|secs?)?)?)`,
  'giu',
);
const LASTS =
  /\b(?:for|lasted|lasting|duration|during|total of|suffered|pendant|durant|dur(?:é|ée|ait|a)|soit|durée|(?:coupure|panne|interruption|indisponibilité|outage)s?(?: \p{L}+)? (?:de|of))(?!\p{L})[^.;]{0,30}$/iu;
const OF_FAILURE =
  /^[\s-]*(?:of |d['’]|de (?:la )?|)(?:\p{L}+ ){0,2}(?:outage|downtime|interruption|coupure|panne|indisponibilité|perturbation|disruption)/iu;

/**
 * How many seconds a sentence says that a failure lasted; null for none. Spans of other things (an interval, how long
 * the repair took) are told apart by the words around them.
 */
export function failureSeconds(text: string): number | null {
  for (const match of text.matchAll(SPAN)) {
    const before = text.slice(0, match.index);
    const behind = text.slice(match.index + match[0].length);
    const speaksOfFailure =
      findCues(text).some(({ cue }) => cue === 'lost' || cue === 'degraded') || /\bdur|last/iu.test(text);
    if (/(?:every|toutes les|within|after|après|in)\s+(?:the )?(?:next )?$/iu.test(before)) continue;
    if (!OF_FAILURE.test(behind) && !(LASTS.test(before) && speaksOfFailure)) continue;
    const seconds = secondsOf(match.groups ?? {});
    if (seconds > 0) return seconds;
  }
  return null;
}

function secondsOf(groups: Readonly<Record<string, string | undefined>>): number {
  if (groups['half'] !== undefined) return 1800;
  const count = groups['count']?.toLowerCase() ?? '';
  const number = NUMBERS[count] ?? Number(count.replace(',', '.'));
  const unit = groups['unit']?.toLowerCase() ?? 'm';
  const more = Number(groups['more'] ?? 0);
  const moreUnit = groups['moreUnit']?.toLowerCase() ?? (unit.startsWith('h') ? 'm' : 's');
  return Math.round(number * unitSeconds(unit) + more * unitSeconds(moreUnit));
}

function unitSeconds(unit: string): number {
  if (unit.startsWith('h')) return 3600;
  return unit.startsWith('s') ? 1 : 60;
}
