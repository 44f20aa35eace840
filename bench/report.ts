import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';

/** One figure of a benchmark beside its floor: `ratio` must not exceed `limit`. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly floor: number;
  readonly ratio: number;
  readonly limit: number;
  readonly ok: boolean;
};

export function figure(name: string, unit: string, value: number, floor: number, limit: number): Figure {
  const ratio = value / floor;
  return { name, value, unit, floor, ratio, limit, ok: ratio <= limit };
}

/**
 * Prints the figures, as a table or one JSON line each, keeps them with the date and the machine in `bench/results/`, and
 * makes the process fail when a limit is missed.
 */
export function report(bench: string, figures: readonly Figure[], json: boolean, size: object = {}): void {
  for (const { name, value, unit, floor, ratio, limit, ok } of figures) {
    if (json) console.log(JSON.stringify({ bench, name, value, floor, ratio, limit, ok }));
    else {
      console.log(
        `${ok ? 'ok  ' : 'MISS'}  ${name}: ${value.toFixed(0)} ${unit}, floor ${floor.toFixed(0)} ${unit}, ` +
          `ratio ${ratio.toFixed(2)} (at most ${limit})`,
      );
    }
  }
  keep(bench, figures, size);
  if (figures.some(({ ok }) => !ok)) process.exitCode = 1;
}

function keep(bench: string, figures: readonly Figure[], size: object): void {
  const at = new Date().toISOString();
  const [cpu] = cpus();
  const machine = {
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()}`,
    node: process.version,
  };
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const text = `${JSON.stringify({ bench, at, size, machine, figures }, null, 2)}\n`;
  writeFileSync(join(folder, `${bench}-${at.slice(0, 19).replaceAll(':', '')}.json`), text);
}

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
