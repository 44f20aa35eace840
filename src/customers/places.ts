/** Any other name that the runtime takes is an abbreviation or an offset, which PostgreSQL may read otherwise. */
const NAME = /^(?:UTC|[A-Z][A-Za-z]{1,30}(?:\/[A-Za-z0-9_+-]{1,40}){1,2})$/;
const LEGACY = /^SystemV\//;

/** Asking the runtime costs as much as reading ten lines, so its own list is asked first, and what it said is kept. */
const known = new Set(Intl.supportedValuesOf('timeZone'));

/** True for an IANA time zone that the runtime knows, such as `Europe/Paris`; not for an abbreviation or an offset. */
export function isTimeZone(name: string): boolean {
  if (known.has(name)) return true;
  if (!NAME.test(name) || LEGACY.test(name)) return false;
  if (throwsRangeError(() => new Intl.DateTimeFormat('en', { timeZone: name }))) return false;
  known.add(name);
  return true;
}

/** The usual spelling of a BCP 47 locale (`fr-fr` is `fr-FR`); undefined when it is none. */
export function canonicalLocale(tag: string): string | undefined {
  let locale: string | undefined;
  return throwsRangeError(() => ([locale] = Intl.getCanonicalLocales(tag))) ? undefined : locale;
}

function throwsRangeError(attempt: () => unknown): boolean {
  try {
    attempt();
    return false;
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}
