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
const OFFSET = String.raw`[+\-−]\d{1,2}(?::?\d{2})?`;

/** Right behind a time: letters, perhaps with an offset, an offset, or the time of a place in words. */
const BEHIND = new RegExp(
  String.raw`^\s*[,(]?\s*(?:(?<letters>(?:${ABBREVIATION})(?![\p{L}\d]))(?<shift>${OFFSET})?|(?<offset>[+\-−]\d{2}:?\d{2})(?!\d)|` +
    String.raw`(?:heure(?: locale)?,? (?:de |d['’]|du |à )(?<ville>\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?))|(?<named>heure française|heure du Pacifique|(?:US )?(?:Pacific|Eastern|Central|Mountain|French|UK|British|Central European)(?: Standard| Daylight| Summer)? [Tt]ime)|` +
    String.raw`(?<city>\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?) (?:local )?time)\s*\)?`,
  'u',
);

/** A zone at the beginning of a text, as Temporal reads it, with the length of its words; undefined for none. */
export function zoneBehind(text: string): { readonly zone: string; readonly length: number } | undefined {
  const found = BEHIND.exec(text);
  if (found?.groups === undefined) return undefined;
  const { letters, shift, offset, ville, named, city } = found.groups;
  const zone =
    letters === undefined
      ? offset === undefined
        ? zoneOfPlace(named ?? ville ?? city ?? '')
        : offsetOf(offset)
      : shift === undefined
        ? LETTERS[letters]
        : offsetOf(shift);
  return zone === undefined ? undefined : { zone, length: found[0].length };
}

const STATED = new RegExp(
  String.raw`(?:^|[\s(\[])((?:${ABBREVIATION})(?![\p{L}\d])(?:${OFFSET})?|heure (?:de |d['’])\p{Lu}[\p{L}-]+|heure française|\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)? [Tt]ime)`,
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

function zoneOfPlace(words: string): string | undefined {
  const named = NAMED.find(([pattern]) => pattern.test(words.trim()));
  const key = plain(words);
  return named?.[1] ?? FRENCH_CITIES[key] ?? CITY.get(key);
}

function offsetOf(text: string): string | undefined {
  const [, sign, hours = '', minutes = '00'] = /^([+\-−])(\d{1,2}):?(\d{2})?$/.exec(text) ?? [];
  if (sign === undefined || Number(hours) > 14 || Number(minutes) > 59) return undefined;
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
