import type { DataProvider, GetListParams, GetListResult } from 'react-admin';
import { caseFilterOf, caseSortOf } from '../outreach/case-query.js';
import { client, unwrap } from './client.js';
import { ApiProblem } from './problem.js';

type Row = { readonly id: string };
type Page = { readonly items: readonly Row[]; readonly nextCursor: string | null; readonly total: number | null };
type ListQuery = {
  readonly limit: number;
  readonly offset: number;
  readonly sort?: string;
  readonly [filter: string]: unknown;
};

/**
 * The lists that react-admin's controllers page, sort and filter (`<ListBase resource="…">`): each turns its query into
 * one call. Everything else reads with `useGet` and writes with `client`. `meta` carries what is not a filter, such as
 * the incident that the page is about.
 */
const LISTS: Readonly<Record<string, (query: ListQuery, meta: Record<string, string>) => Promise<Page>>> = {
  incidents: async ({ limit, offset, sort: _sort, ...filter }) =>
    unwrap(await client.GET('/api/v1/incidents', { params: { query: { limit, offset, ...filter } } })),
  customers: async ({ limit, offset, sort: _sort, ...filter }) =>
    unwrap(await client.GET('/api/v1/customers', { params: { query: { limit, offset, ...filter } } })),
  'incident-customers': incidentCustomers,
  // The same rows under another name, so that each page keeps its own selection.
  'incident-offers': incidentCustomers,
  cases: async ({ limit, offset, sort, ...filter }, meta) => {
    const query = { limit, offset, ...caseFilterOf(filter), ...meta, sort: caseSortOf(sort?.split(':')[0]) };
    return unwrap(await client.GET('/api/v1/outreach/cases', { params: { query } }));
  },
  claims: async ({ limit, offset, sort: _sort, ...filter }) =>
    unwrap(await client.GET('/api/v1/claims', { params: { query: { limit, offset, ...filter } } })),
  mails: async ({ limit, offset, sort: _sort, ...filter }) =>
    unwrap(await client.GET('/api/v1/outreach/mails', { params: { query: { limit, offset, ...filter } } })),
  inbound: async ({ limit, offset, sort: _sort, ...filter }) =>
    unwrap(await client.GET('/api/v1/outreach/inbound', { params: { query: { limit, offset, ...filter } } })),
  'mail-blocks': async ({ limit, offset }) => {
    const page = unwrap(await client.GET('/api/v1/outreach/mail-blocks', { params: { query: { limit, offset } } }));
    const idOf = ({ customer, address }: (typeof page.items)[number]) => `${customer.externalId} ${address}`;
    return { ...page, items: page.items.map((block) => ({ ...block, id: idOf(block) })) };
  },
  audit: async ({ limit, offset, sort: _sort, ...filter }) =>
    unwrap(await client.GET('/api/v1/audit', { params: { query: { limit, offset, ...filter } } })),
  credits: async ({ limit, offset, sort: _sort, ...filter }) =>
    unwrap(await client.GET('/api/v1/credits', { params: { query: { limit, offset, ...filter } } })),
  deliveries: async ({ limit, offset, sort: _sort, ...filter }) =>
    unwrap(await client.GET('/api/v1/deliveries', { params: { query: { limit, offset, ...filter } } })),
  'billed-customers': async ({ limit, offset, sort: _sort, ...filter }) => {
    const query = { limit, offset, ...filter };
    const page = unwrap(await client.GET('/api/v1/billing/customers', { params: { query } }));
    return { ...page, items: page.items.map((customer) => ({ ...customer, id: customer.customerId })) };
  },
  jobs: async ({ limit, offset, sort: _sort, ...filter }) =>
    unwrap(await client.GET('/api/v1/jobs', { params: { query: { limit, offset, ...filter } } })),
  users: async ({ limit, offset }) =>
    unwrap(await client.GET('/api/v1/users', { params: { query: { limit, offset } } })),
  'api-keys': async ({ limit, offset }) =>
    unwrap(await client.GET('/api/v1/api-keys', { params: { query: { limit, offset } } })),
  imports: async ({ limit, offset, sort: _sort, ...filter }) =>
    unwrap(await client.GET('/api/v1/imports', { params: { query: { limit, offset, ...filter } } })),
  'import-rejects': async ({ limit, offset }, meta) => {
    const params = { path: { id: meta['importId'] ?? '' }, query: { limit, offset } };
    const page = unwrap(await client.GET('/api/v1/imports/{id}/rejects', { params }));
    return { ...page, items: page.items.map((row, index) => ({ ...row, id: `${offset + index}` })) };
  },
  components: async ({ limit, offset }) => {
    const page = unwrap(await client.GET('/api/v1/components', { params: { query: { limit, offset } } }));
    return { ...page, items: page.items.map((component) => ({ ...component, id: component.key })) };
  },
  'csv-batches': async ({ limit, offset }) =>
    unwrap(await client.GET('/api/v1/billing/csv-batches', { params: { query: { limit, offset } } })),
  'billing-events': async ({ limit, offset, sort: _sort, ...filter }) => {
    const query = { limit, offset, ...filter };
    const page = unwrap(await client.GET('/api/v1/billing/events', { params: { query } }));
    return { ...page, items: page.items.map((event) => ({ ...event, id: `${event.connectionId} ${event.eventId}` })) };
  },
  policies: async ({ limit, offset }) => {
    const page = unwrap(await client.GET('/api/v1/policies', { params: { query: { limit, offset } } }));
    return { ...page, items: page.items.map((policy) => ({ ...policy, id: policy.code })) };
  },
};

async function incidentCustomers(query: ListQuery, meta: Record<string, string>): Promise<Page> {
  return unwrap(
    await client.GET('/api/v1/console/incidents/{id}/customers', {
      params: { path: { id: meta['incidentId'] ?? '' }, query: query as never },
    }),
  );
}

async function getList(resource: string, params: Partial<GetListParams>): Promise<GetListResult> {
  const list = LISTS[resource];
  if (list === undefined) throw new ApiProblem(0, 'unknown_list', `There is no list "${resource}".`);
  const { page = 1, perPage = 50 } = params.pagination ?? {};
  const sort =
    params.sort?.field === undefined ? {} : { sort: `${params.sort.field}:${params.sort.order.toLowerCase()}` };
  const filter = params.filter as Record<string, unknown>;
  const query = { limit: perPage, offset: (page - 1) * perPage, ...sort, ...filter };
  const found = await list(query, (params.meta ?? {}) as Record<string, string>);
  return {
    data: [...found.items],
    pageInfo: { hasNextPage: found.nextCursor !== null, hasPreviousPage: page > 1 },
    ...(found.total === null ? {} : { total: found.total }),
  };
}

function notHere(): never {
  throw new ApiProblem(0, 'not_here', 'Read with useGet and write with client.');
}

/** react-admin's door to the lists. */
export const dataProvider = {
  getList,
  getOne: notHere,
  getMany: notHere,
  getManyReference: notHere,
  create: notHere,
  update: notHere,
  updateMany: notHere,
  delete: notHere,
  deleteMany: notHere,
} as unknown as DataProvider;
