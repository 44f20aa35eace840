import { NBSP } from './french-spaces.js';

/**
 * Seconds as people read them: `45 s`, `26 min 30 s`, `20 min`, `1 h 17 min`, `31 h`. Exact below an hour; from an hour
 * on rounded to the nearest minute, half up. The units are the same in every language; spaces do not break.
 */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 3600) return join([part(Math.floor(whole / 60), 'min'), part(whole % 60, 's')]) || `0${NBSP}s`;
  const minutes = Math.round(whole / 60);
  return join([part(Math.floor(minutes / 60), 'h'), part(minutes % 60, 'min')]);
}

function part(value: number, unit: string): string {
  return value === 0 ? '' : `${value}${NBSP}${unit}`;
}

function join(parts: readonly string[]): string {
  return parts.filter((text) => text !== '').join(NBSP);
}
