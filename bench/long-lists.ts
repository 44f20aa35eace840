import type { LoadedLists } from './load-lists.sql.js';

/** A list of the API as somebody asks for it; `path` has a `?` already. */
export type AskedList = {
  readonly name: string;
  readonly path: string;
  /** No index has its order or its filter: every row is looked at once, and only those of the page are worked out. */
  readonly readsAll: boolean;
};

/** Every long list in every order that it can be asked for, and with the filters that are used most. */
export function longLists({ incidentId, assessmentId }: LoadedLists): AskedList[] {
  const affected = `/console/incidents/${incidentId}/customers`;
  const impact = (of: string): string => `/assessments/${assessmentId}/${of}`;
  const by = (sort: string): string => `sort=${sort}`;
  return [
    ...list('customers', '/customers', [''], ['q=99', 'plan=team']),
    ...list(
      'affected customers',
      affected,
      [...['class:asc', 'name:asc'].map(by), 'class=degraded'],
      [
        ...['people:desc', 'seconds:desc', 'meetings:desc', 'fee:desc', 'amount:desc'].map(by),
        'plan=team',
        'offer=draft',
        'case=contacted',
        'q=99',
      ],
    ),
    ...list('impact of customers', impact('customers'), ['', 'class=degraded']),
    ...list('impact of meetings', impact('meetings'), ['', 'class=degraded']),
    ...list('impact of people', impact('participants'), ['', 'class=degraded']),
    ...list('offers', '/offers', ['', 'status=draft', `incidentId=${incidentId}`]),
    ...list('proposals', '/proposals', [`assessmentId=${assessmentId}`]),
    ...list(
      'cases',
      '/outreach/cases',
      [...['priority', 'customer'].map(by), 'owner=agent-3', 'due=true'],
      [...['people', 'contractValue', 'silence', 'nextAction', 'newest'].map(by), 'q=99'],
    ),
    ...list('claims', '/claims', [''], ['sort=customer', 'q=99']),
    ...list('mails', '/outreach/mails', ['', 'status=sent']),
    ...list('credits', '/credits', [''], ['status=parked']),
    ...list('deliveries', '/deliveries', ['', 'status=parked']),
    ...list('customers of billing', '/billing/customers', [''], ['mapping=missing']),
    ...list('fulfilments', '/fulfilments', ['']),
    ...list('audit', '/audit', ['', 'actor=agent-3', 'action=offer']),
    ...list('jobs', '/jobs', ['']),
  ];
}

function list(name: string, path: string, indexed: readonly string[], others: readonly string[] = []): AskedList[] {
  const asked = (readsAll: boolean) => (query: string) => ({
    name: `${name} ${query}`.trim(),
    path: `${path}?${query}`,
    readsAll,
  });
  return [...indexed.map(asked(false)), ...others.map(asked(true))];
}
