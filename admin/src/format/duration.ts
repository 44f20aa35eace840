const NARROW = '\u202f';
const NO_BREAK = '\u00a0';

/** Seconds as `45 s`, `20 min`, `1 h 17 min`, `226 h 9 min`; below an hour the seconds are said when there are some. */
export function duration(totalSeconds: number): string {
  const seconds = Math.round(totalSeconds);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = seconds % 60;
  const parts =
    hours > 0
      ? [part(hours, 'h'), minutes > 0 ? part(minutes, 'min') : '']
      : [minutes > 0 ? part(minutes, 'min') : '', rest > 0 || minutes === 0 ? part(rest, 's') : ''];
  return parts.filter((text) => text !== '').join(NO_BREAK);
}

function part(value: number, unit: string): string {
  return `${value.toLocaleString('fr-FR').replaceAll(/\s/g, NARROW)}${NO_BREAK}${unit}`;
}
