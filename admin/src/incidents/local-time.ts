/** What the clock of a zone shows at an instant, as a `datetime-local` input holds it: `2020-09-16T14:49:00`. */
export function localTime(instant: string, zone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(
    new Date(instant),
  );
  return parts.replace(' ', 'T');
}

/**
 * The instant at which the clock of a zone shows a local time, as RFC 3339 in UTC. Of a time that the clock shows twice
 * (the hour that comes back in autumn) the first; a time that it never shows is moved by the length of the gap.
 */
export function instantOf(local: string, zone: string): string {
  const wanted = Date.parse(`${local.length === 16 ? `${local}:00` : local}Z`);
  if (Number.isNaN(wanted)) return local;
  const offsetAt = (at: number): number => Date.parse(`${localTime(new Date(at).toISOString(), zone)}Z`) - at;
  const early = wanted - offsetAt(wanted - 86_400_000);
  const candidates = [early, wanted - offsetAt(early), wanted - offsetAt(wanted + 86_400_000)];
  const exact = candidates.filter((at) => at + offsetAt(at) === wanted).toSorted((a, b) => a - b);
  return new Date(exact[0] ?? early).toISOString().replace('.000Z', 'Z');
}
