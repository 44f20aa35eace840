/** Where the values of a JSON text stand, and where the text stops being JSON. Lines count from 1. */
export type JsonLines = {
  /** The line of each value by its dotted path, as the service names it: `remedy.tiers.0.gte`. */
  readonly lines: ReadonlyMap<string, number>;
  /** The line of the first fault of syntax; null for JSON. */
  readonly brokenAt: number | null;
};

const SPACE = /\s*/y;
const SCALAR = /"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const TEXT = /"(?:[^"\\\n]|\\.)*"/y;

class Broken extends Error {}

/** Reads a text as far as it is JSON, and says on which line each value begins. */
export function jsonLines(text: string): JsonLines {
  const lines = new Map<string, number>();
  let place = 0;
  const lineNow = (): number => text.slice(0, place).split('\n').length;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = place;
    const found = pattern.exec(text)?.[0];
    place += found?.length ?? 0;
    return found;
  };
  const next = (): string => {
    take(SPACE);
    return text[place] ?? '';
  };
  const expect = (sign: string): void => {
    if (next() !== sign) throw new Broken();
    place += 1;
  };
  const readAll = (close: string, readOne: (index: number) => void): void => {
    place += 1;
    if (next() === close) return expect(close);
    for (let index = 0; ; index += 1) {
      readOne(index);
      if (next() !== ',') return expect(close);
      place += 1;
    }
  };
  const readValue = (path: string): void => {
    const first = next();
    if (!lines.has(path)) lines.set(path, lineNow());
    const under = (name: string): string => (path === '' ? name : `${path}.${name}`);
    if (first === '{') {
      readAll('}', () => {
        next();
        const line = lineNow();
        const name = take(TEXT);
        if (name === undefined) throw new Broken();
        expect(':');
        const key = under(JSON.parse(name) as string);
        lines.set(key, line);
        readValue(key);
      });
    } else if (first === '[') readAll(']', (index) => readValue(under(String(index))));
    else if (take(SCALAR) === undefined) throw new Broken();
  };
  try {
    readValue('');
    if (next() !== '') throw new Broken();
    JSON.parse(text);
    return { lines, brokenAt: null };
  } catch {
    return { lines, brokenAt: Math.max(1, lineNow()) };
  }
}

/** The line of a path, or of the nearest thing around it that is there: what is missing is said where it would stand. */
export function lineOf(path: string, { lines }: JsonLines): number {
  for (let names = path.split('.'); names.length > 0; names = names.slice(0, -1)) {
    const line = lines.get(names.join('.'));
    if (line !== undefined) return line;
  }
  return lines.get('') ?? 1;
}
