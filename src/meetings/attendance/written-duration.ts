const UNITS: readonly (readonly [RegExp, number])[] = [
  [/(\d+)\s*(?:h|hrs?|hours?|heures?|std\.?|stunden?|ore|ora|uur|uren|horas?|godz\.?)(?![a-z])/i, 3600],
  [/(\d+)\s*(?:m|min|mins?|minutes?|minuten?|minuti|minutos?|minuut)\.?(?![a-z])/i, 60],
  [/(\d+)\s*(?:s|sec|secs?|seconds?|secondes?|sek\.?|sekunden?|secondi|segundos?|seconden?)(?![a-z])/i, 1],
];

/** Seconds of a duration such as `1h 30m 51s`, `18 min 20 s`, `01:02:03` or `20` (minutes); null, not zero, for others. */
export function readDurationSeconds(text: string): number | null {
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text.trim());
  if (clock !== null) {
    const [, hours, minutes, seconds] = clock;
    return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0);
  }
  if (/^\d+$/.test(text.trim())) return Number(text) * 60;
  const parts = UNITS.map(([pattern, unit]) => ({ unit, count: pattern.exec(text)?.[1] })).filter(
    ({ count }) => count !== undefined,
  );
  return parts.length === 0 ? null : parts.reduce((sum, { unit, count }) => sum + Number(count) * unit, 0);
}
