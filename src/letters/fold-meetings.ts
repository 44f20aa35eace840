import { NBSP } from '../policies/policy-words.js';
import type { OfferLine } from '../offers/proposal.js';

/** A letter with more lines than this about single meetings is read by nobody, and some day too long to be written. */
const MOST_LINES = 40;

/** Lines of meetings that say the same, as one. */
type Group = {
  readonly first: OfferLine;
  readonly meetings: number;
  readonly amountMinor: number;
  readonly quantity: number;
};

/**
 * The lines of an offer as a letter has room for them. A policy that looks at single meetings has a line for each: those
 * that say the same become one with their number, and beyond the 40 that give most the others are added up in one. What
 * lines come to stays as it is.
 */
export function foldMeetings(lines: readonly OfferLine[]): readonly OfferLine[] {
  const groups = new Map<string, Group>();
  const order: (OfferLine | string)[] = [];
  for (const line of lines) {
    if (line.inputs['period'] !== 'event') {
      order.push(line);
      continue;
    }
    const key = keyOf(line);
    const known = groups.get(key);
    if (known === undefined) order.push(key);
    groups.set(key, added(known, line));
  }
  const told = mostOf([...groups.keys()], groups);
  const folded = order.flatMap((each) => {
    if (typeof each !== 'string') return [each];
    const group = groups.get(each);
    return group === undefined || !told.has(each) ? [] : [lineOf(group)];
  });
  const others = [...groups].filter(([key]) => !told.has(key)).map(([, group]) => group);
  const at = folded.findLastIndex(({ inputs }) => inputs['period'] === 'event') + 1;
  return [...folded.slice(0, at), ...othersAsLines(others), ...folded.slice(at)];
}

function keyOf({ kind, nature, taxTreatment, inKind, text }: OfferLine): string {
  return [kind, nature, taxTreatment, inKind?.unit, text.fr].join('\n');
}

function added(known: Group | undefined, line: OfferLine): Group {
  return {
    first: known?.first ?? line,
    meetings: (known?.meetings ?? 0) + 1,
    amountMinor: (known?.amountMinor ?? 0) + line.amountMinor,
    quantity: (known?.quantity ?? 0) + (line.inKind?.quantity ?? 0),
  };
}

/** The keys of the groups that give most, all of them where they are few. */
function mostOf(keys: readonly string[], groups: ReadonlyMap<string, Group>): ReadonlySet<string> {
  if (keys.length <= MOST_LINES) return new Set(keys);
  const worth = (key: string): number => (groups.get(key)?.amountMinor ?? 0) + (groups.get(key)?.quantity ?? 0);
  return new Set(keys.toSorted((a, b) => worth(b) - worth(a)).slice(0, MOST_LINES));
}

function lineOf({ first, meetings, amountMinor, quantity }: Group): OfferLine {
  if (meetings === 1) return first;
  const text = {
    fr: `${meetings} réunions, chacune${NBSP}: ${first.text.fr}`,
    en: `${meetings} meetings, each: ${first.text.en}`,
  };
  return { ...first, text, amountMinor, ...unitsOf(first, quantity) };
}

/** What is left, a line for each act in law that it belongs to. */
function othersAsLines(others: readonly Group[]): readonly OfferLine[] {
  const sums = new Map<string, Group>();
  for (const { first, meetings, amountMinor, quantity } of others) {
    const key = [first.kind, first.nature, first.taxTreatment, first.inKind?.unit].join('\n');
    const known = sums.get(key);
    sums.set(key, {
      first: known?.first ?? first,
      meetings: (known?.meetings ?? 0) + meetings,
      amountMinor: (known?.amountMinor ?? 0) + amountMinor,
      quantity: (known?.quantity ?? 0) + quantity,
    });
  }
  return [...sums.values()].map(({ first, meetings, amountMinor, quantity }) => {
    const isOne = meetings === 1;
    const text = {
      fr: isOne ? 'Une autre réunion' : `${meetings} autres réunions`,
      en: isOne ? 'Another meeting' : `${meetings} other meetings`,
    };
    return { ...first, text, amountMinor, ...unitsOf(first, quantity) };
  });
}

function unitsOf({ inKind }: OfferLine, quantity: number): Pick<OfferLine, 'inKind'> {
  return inKind === undefined ? {} : { inKind: { ...inKind, quantity } };
}
