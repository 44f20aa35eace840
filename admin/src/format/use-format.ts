import { useLocale } from 'react-admin';
import { useMemo } from 'react';
import { minorDigits } from '../../../src/kernel/minor-digits.js';
import { duration } from './duration.js';

export type Money = { readonly amountMinor: number; readonly currency: string };

/** Numbers, money, durations and instants in the reader's language. Instants are ISO texts; `zone` is an IANA name. */
export type Format = {
  readonly language: 'en' | 'fr';
  readonly number: (value: number) => string;
  readonly percent: (share: number) => string;
  readonly money: (amount: Money) => string;
  /** `1 h 17 min`, `45 s`. */
  readonly duration: (seconds: number) => string;
  /** `14:49`. */
  readonly clock: (at: string | number, zone: string) => string;
  /** `14:49:07`. */
  readonly second: (at: string | number, zone: string) => string;
  /** `16 Sept 2020`. */
  readonly day: (at: string | number, zone: string) => string;
  /** The last day of what ends at, and not with, an instant: of a midnight the day before. */
  readonly lastDay: (endsAt: string, zone: string) => string;
  /** `16 Sept 2020, 14:49`. */
  readonly instant: (at: string | number, zone: string) => string;
  /** `16 Sept, 14:49`: where the year is plain. */
  readonly recent: (at: string | number, zone: string) => string;
  /** `Paris`, and its offset: `Paris (UTC+2)`. */
  readonly zone: (zone: string, at?: string | number) => string;
};

const LANGUAGE: Readonly<Record<string, string>> = { en: 'en-GB', fr: 'fr-FR' };

/** The formats of the language that the reader chose. */
export function useFormat(): Format {
  const locale = useLocale();
  return useMemo(
    () => ({
      ...formatsOf(LANGUAGE[locale] ?? 'en-GB'),
      language: locale === 'fr' ? ('fr' as const) : ('en' as const),
    }),
    [locale],
  );
}

/** As letters and the lines of offers have it: `900,00 £`, and `100,00 USD` rather than `100,00 $US`. */
const SIGNED: Readonly<Record<string, readonly string[]>> = { 'fr-FR': ['EUR', 'GBP'], 'en-GB': ['EUR', 'GBP', 'USD'] };

function formatsOf(language: string): Omit<Format, 'language'> {
  const number = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const currencies = cached((currency) => {
    const digits = minorDigits(currency);
    const fractions = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    const currencyDisplay = SIGNED[language]?.includes(currency) === true ? 'narrowSymbol' : 'code';
    return new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay, ...fractions });
  });
  const clocks = cached(
    (timeZone) => new Intl.DateTimeFormat(language, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  );
  const seconds = cached(
    (timeZone) =>
      new Intl.DateTimeFormat(language, {
        timeZone,
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hourCycle: 'h23',
      }),
  );
  const days = cached(
    (timeZone) => new Intl.DateTimeFormat(language, { timeZone, day: 'numeric', month: 'short', year: 'numeric' }),
  );
  const recent = cached(
    (timeZone) =>
      new Intl.DateTimeFormat(language, {
        timeZone,
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }),
  );
  const offsets = cached((timeZone) => new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'shortOffset' }));
  const day = (at: string | number, zone: string): string => days(zone).format(new Date(at));
  const clock = (at: string | number, zone: string): string => clocks(zone).format(new Date(at));
  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    money: ({ amountMinor, currency }) => currencies(currency).format(amountMinor / 10 ** minorDigits(currency)),
    duration,
    clock,
    second: (at, zone) => seconds(zone).format(new Date(at)),
    day,
    lastDay: (endsAt, zone) => day(new Date(endsAt).getTime() - 1, zone),
    instant: (at, zone) => `${day(at, zone)}, ${clock(at, zone)}`,
    recent: (at, zone) => recent(zone).format(new Date(at)),
    zone: (zone, at) => {
      const city = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
      if (at === undefined) return city;
      const offset =
        offsets(zone)
          .formatToParts(new Date(at))
          .find(({ type }) => type === 'timeZoneName')?.value ?? '';
      return `${city} (${offset.replace('GMT', 'UTC')})`;
    },
  };
}

/** Formatters are dear to make and are asked for by the hundred. */
function cached<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(key);
    made.set(key, fresh);
    return fresh;
  };
}
