import { isTimeZone } from 'class-validator';

/** Zones by the letters that texts use. The letters that mean several zones (CST, IST, BST in Asia) are left out. */
const LETTERS: Readonly<Record<string, string>> = {
  UTC: 'UTC',
  GMT: 'UTC',
  Z: 'UTC',
  WET: '+00:00',
  WEST: '+01:00',
  CET: '+01:00',
  CEST: '+02:00',
  EET: '+02:00',
  EEST: '+03:00',
  BST: '+01:00',
  EST: '-05:00',
  EDT: '-04:00',
  CDT: '-05:00',
  MST: '-07:00',
  MDT: '-06:00',
  PST: '-08:00',
  PDT: '-07:00',
  JST: '+09:00',
  AEST: '+10:00',
  AEDT: '+11:00',
  ET: 'America/New_York',
  PT: 'America/Los_Angeles',
};

const NAMED: readonly (readonly [RegExp, string])[] = [
  [/^(?:heure )?(?:française|de france|en france)$|^french time$/i, 'Europe/Paris'],
  [/^(?:us )?pacific(?: standard| daylight)? time$|^heure du pacifique$/i, 'America/Los_Angeles'],
  [/^(?:us )?eastern(?: standard| daylight)? time$/i, 'America/New_York'],
  [/^(?:us )?central(?: standard| daylight)? time$/i, 'America/Chicago'],
  [/^(?:us )?mountain(?: standard| daylight)? time$/i, 'America/Denver'],
  [/^uk time$|^british(?: summer)? time$/i, 'Europe/London'],
  [/^central european(?: summer| standard)? time$/i, 'Europe/Paris'],
];

const CITY: ReadonlyMap<string, string> = new Map(
  Intl.supportedValuesOf('timeZone').map((zone) => [plain(zone.split('/').at(-1) ?? ''), zone]),
);

const FRENCH_CITIES: Readonly<Record<string, string>> = {
  londres: 'Europe/London',
  bruxelles: 'Europe/Brussels',
  geneve: 'Europe/Zurich',
  montreal: 'America/Toronto',
  lisbonne: 'Europe/Lisbon',
  barcelone: 'Europe/Madrid',
  seoul: 'Asia/Seoul',
  pekin: 'Asia/Shanghai',
};

const ABBREVIATION = Object.keys(LETTERS)
  .toSorted((a, b) => b.length - a.length)
  .join('|');
/** What is behind the letters of UTC: an offset, or, with another zone or half of the day behind it, the end of a range. */
const SHIFT = String.raw`\s?(?<shift>[+\-−]\d{1,2}(?::?\d{2})?)(?![\d:]|\s?(?:[A-Z]{3,4}(?!\p{L})|[ap]\.?m\b|h\b))`;
const IANA = String.raw`[A-Z][A-Za-z]+(?:\/[A-Z][A-Za-z_-]+){1,2}`;

/** Right behind a time: letters, perhaps with an offset, an offset, or the time of a place in words. */
const BEHIND = new RegExp(
  String.raw`^\s*[,(]?\s*(?:(?<letters>(?:${ABBREVIATION})(?![\p{L}\d]))(?:(?<=UTC|GMT)${SHIFT})?|(?<iana>${IANA})|(?<offset>[+\-−]\d{2}:?\d{2})(?!\d)|` +
    String.raw`(?:heures?(?: locales?)?,? (?:de |d['’]|du |à )(?<ville>\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?))|(?<named>heures? françaises?|heure du Pacifique|(?:US )?(?:Pacific|Eastern|Central|Mountain|French|UK|British|Central European)(?: Standard| Daylight| Summer)? [Tt]ime)|` +
    String.raw`(?<city>\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?) (?:local )?time)\s*\)?`,
  'u',
);

/**
 * A zone at the beginning of a text, as Temporal reads it, with the length of its words; undefined for none. Digits behind
 * a minus are an offset only where the time `isDated` as in ISO 8601: else they end a range, as in "14:02-14:35".
 */
export function zoneBehind(
  text: string,
  isDated = false,
): { readonly zone: string; readonly length: number } | undefined {
  const found = BEHIND.exec(text);
  if (found?.groups === undefined) return undefined;
  const { letters, shift, offset, iana, ville, named, city } = found.groups;
  if (letters !== undefined) {
    const shifted = shift === undefined ? LETTERS[letters] : offsetOf(shift);
    if (shifted !== undefined) return { zone: shifted, length: found[0].length };
    return { zone: LETTERS[letters] ?? 'UTC', length: text.indexOf(letters) + letters.length };
  }
  if (offset !== undefined && !offset.startsWith('+') && !isDated) return undefined;
  const place = iana === undefined ? zoneOfPlace(named ?? ville ?? city ?? '') : isTimeZone(iana) ? iana : undefined;
  const zone = offset === undefined ? place : offsetOf(offset);
  return zone === undefined ? undefined : { zone, length: found[0].length };
}

const STATED = new RegExp(
  String.raw`(?:^|[\s(\[])((?:${ABBREVIATION})(?![\p{L}\d])(?:\s?[+\-−]\d{1,2}(?::?\d{2})?(?!\d))?|${IANA}|heures? (?:de |d['’])\p{Lu}[\p{L}-]+|heures? françaises?|\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)? [Tt]ime)`,
  'gu',
);
const ALL_TIMES =
  /\b(?:all (?:the )?times|times (?:are|in|below|listed)|timezone|time zone|toutes les heures|les heures|horaires|fuseau)\b/i;
const HEADING_LENGTH = 90;

/** The zone that a text without times states for all: "All times are UTC", "Timeline (Paris time)". */
export function statedZone(text: string): string | undefined {
  if (!ALL_TIMES.test(text) && text.length > HEADING_LENGTH) return undefined;
  for (const [, words = ''] of text.matchAll(STATED)) {
    const zone = zoneBehind(words)?.zone;
    if (zone !== undefined && (ALL_TIMES.test(text) || !/^(?:ET|PT|Z)$/.test(words))) return zone;
  }
  return undefined;
}

/**
 * The zones that a text names anywhere in words of their own: in brackets, as the time of a place, or by an IANA name.
 * Letters alone may be another word, and do not count.
 */
export function zonesNamed(text: string): string[] {
  return [...text.matchAll(STATED)].flatMap(({ 0: all, 1: words = '' }) => {
    const isSaid = all.startsWith('(') || !new RegExp(`^(?:${ABBREVIATION})$`).test(words);
    const zone = isSaid ? zoneBehind(words)?.zone : undefined;
    return zone === undefined ? [] : [zone];
  });
}

function zoneOfPlace(words: string): string | undefined {
  const named = NAMED.find(([pattern]) => pattern.test(words.trim()));
  const key = plain(words);
  return named?.[1] ?? FRENCH_CITIES[key] ?? CITY.get(key);
}

function offsetOf(text: string): string | undefined {
  const [, sign, hours = '', minutes = '00'] = /^([+\-−])(\d{1,2}):?(\d{2})?$/.exec(text) ?? [];
  if (sign === undefined || Number(hours) > (sign === '+' ? 14 : 12) || !/^(?:00|15|30|45)$/.test(minutes))
    return undefined;
  return `${sign === '+' ? '+' : '-'}${hours.padStart(2, '0')}:${minutes}`;
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[_\s-]+/g, ' ')
    .trim()
    .toLowerCase();
}
