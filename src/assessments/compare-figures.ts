import type { Figures } from './assessment.js';

/** What other figures have more (or, negative, less) of: customers, meetings, people and seconds by class. */
export type FiguresChange = Figures;

/** The second less the first, place by place. */
export function compareFigures(before: Figures, after: Figures): FiguresChange {
  return {
    customers: less(after.customers, before.customers),
    meetings: less(after.meetings, before.meetings),
    people: less(after.people, before.people),
    personSeconds: less(after.personSeconds, before.personSeconds),
  };
}

type Counts = Readonly<Record<string, number>>;

function less(after: Counts, before: Counts): Counts {
  const names = new Set([...Object.keys(after), ...Object.keys(before)]);
  return Object.fromEntries([...names].map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)]));
}
