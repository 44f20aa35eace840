import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rows } from '../../src/platform/database/database.js';
import { contractsInForce } from '../../src/customers/customers.sql.js';
import { CLI, createIngestBench, customerLine, faultsOf, type IngestBench, stateHash } from './ingest-bench.js';

let bench: IngestBench;

beforeAll(async () => {
  bench = await createIngestBench();
});

afterAll(() => bench.drop());

const contract = (from: string, plan: string, change: object = {}): object => ({
  contract: { plan, monthlyFee: { amountMinor: 1000, currency: 'EUR' }, from, ...change },
});

const contact = (name: string, change: object = {}): object => ({
  name,
  email: `${name.toLowerCase()}@x.example`,
  role: 'owner',
  ...change,
});

const get = (externalId: string) => bench.customers.get(externalId);

async function contactsOf(externalId: string): Promise<string[]> {
  const { contacts } = await get(externalId);
  return contacts.map(({ name, optedOut }) => (optedOut ? `${name} (opted out)` : name));
}

describe('a customer', () => {
  test('is created, shown with its contract of today, and left alone by the same line', async () => {
    const line = customerLine('new', {
      owner: 'zoe',
      components: ['realtime', 'app'],
      billing: { lagoCustomerId: 'lago-1' },
      contacts: [contact('Ann')],
    });
    await bench.load('customers', [line]);
    const customer = await get('new');
    expect(customer).toEqual({
      id: expect.any(String),
      externalId: 'new',
      name: 'The new company',
      timezone: 'Europe/Paris',
      locale: 'fr-FR',
      owner: 'zoe',
      components: ['app', 'realtime'],
      billing: { stripeCustomerId: null, lagoCustomerId: 'lago-1' },
      contract: {
        plan: 'pro',
        monthlyFee: { amountMinor: 42_000, currency: 'EUR' },
        policyCode: null,
        status: 'active',
        from: '2020-01-01',
        to: null,
      },
      version: 1,
      createdAt: bench.clock.now(),
      updatedAt: bench.clock.now(),
      contracts: [customer.contract],
      contacts: [{ id: expect.any(String), name: 'Ann', email: 'ann@x.example', role: 'owner', optedOut: false }],
    });
    await bench.load('customers', [line, line]);
    expect(await get('new')).toEqual(customer);
  });

  test('keeps what a line does not say, and loses what it clears', async () => {
    const billing = { stripeCustomerId: 'cus_1', lagoCustomerId: 'lago-1' };
    await bench.load('customers', [customerLine('partial', { owner: 'zoe', components: ['app'], billing })]);
    await bench.load('customers', [customerLine('partial', { name: 'Renamed' })]);
    expect(await get('partial')).toMatchObject({
      name: 'Renamed',
      owner: 'zoe',
      components: ['app'],
      billing,
      version: 2,
    });
    await bench.load('customers', [
      customerLine('partial', { owner: null, components: [], billing: { stripeCustomerId: null } }),
    ]);
    expect(await get('partial')).toMatchObject({
      owner: null,
      components: null,
      billing: { stripeCustomerId: null, lagoCustomerId: 'lago-1' },
    });
  });

  test('told twice in one file is as told in two: the last line wins, field by field', async () => {
    const lines = [
      customerLine('twice', { name: 'First', owner: 'zoe', contacts: [contact('Ann'), contact('Bob')] }),
      customerLine('twice', { name: 'Second', components: ['app'], ...contract('2020-06-01', 'plus') }),
      customerLine('twice', { name: 'Third', components: null, ...contract('2020-06-01', 'max') }),
    ];
    await bench.load('customers', lines);
    const { id, createdAt, updatedAt, version, contacts, ...atOnce } = await get('twice');
    expect(atOnce).toMatchObject({ name: 'Third', owner: 'zoe', components: null, contract: { plan: 'max' } });
    expect(contacts.map(({ name }) => name)).toEqual(['Ann', 'Bob']);
    const before = await stateHash(bench.database);
    for (const line of lines) await bench.load('customers', [line]);
    expect(await stateHash(bench.database)).toBe(before);
    expect([id, createdAt, version < 10, updatedAt]).toEqual([(await get('twice')).id, createdAt, true, updatedAt]);
  });

  test('counts in its version each change of its own, its contract or its contacts', async () => {
    await bench.load('customers', [customerLine('versions', { contacts: [contact('Ann')] })]);
    const versions: number[] = [];
    for (const change of [
      {},
      { name: 'Other' },
      { name: 'Other', ...contract('2020-01-01', 'pro', { status: 'suspended' }) },
      { name: 'Other', ...contract('2020-01-01', 'pro', { status: 'suspended' }), contacts: [contact('Bob')] },
      { name: 'Other', ...contract('2020-01-01', 'pro', { status: 'suspended' }), contacts: [] },
    ]) {
      await bench.load('customers', [customerLine('versions', change)]);
      versions.push((await get('versions')).version);
    }
    expect(versions).toEqual([1, 2, 3, 4, 5]);
    await bench.load('contacts', [{ customerId: 'versions', ...contact('Eve') }]);
    expect((await get('versions')).version).toBe(6);
  });
});

describe('contracts', () => {
  test('are versions by date: a new day adds one, the same day changes it', async () => {
    await bench.load('customers', [customerLine('dated', contract('2019-01-01', 'basic', { to: '2019-06-01' }))]);
    await bench.load('customers', [customerLine('dated', contract('2020-01-01T00:00:00+01:00', 'pro'))]);
    await bench.load('customers', [customerLine('dated', contract('2021-01-01', 'max'))]);
    await bench.load('customers', [customerLine('dated', contract('2021-01-01', 'plus', { policyCode: 'standard' }))]);
    const { contracts, contract: current } = await get('dated');
    expect(contracts.map(({ from, to, plan, policyCode }) => [from, to, plan, policyCode])).toEqual([
      ['2021-01-01', null, 'plus', 'standard'],
      ['2020-01-01', null, 'pro', null],
      ['2019-01-01', '2019-06-01', 'basic', null],
    ]);
    expect(current?.plan).toBe('pro');
  });

  test('are in force from their first day to the day before the next or their end, in the customer’s own zone', async () => {
    for (const [externalId, timezone] of [
      ['east', 'Pacific/Kiritimati'],
      ['west', 'Pacific/Pago_Pago'],
    ] as const) {
      await bench.load('customers', [
        customerLine(externalId, { timezone, ...contract('2020-01-01', 'one') }),
        customerLine(externalId, { timezone, ...contract('2020-03-01', 'two', { to: '2020-05-01' }) }),
      ]);
    }
    const ids = [(await get('east')).id, (await get('west')).id];
    const plans = async (at: string): Promise<unknown[]> => {
      const found = await contractsInForce(bench.database.tx, new Date(at), ids);
      return ids.map((id) => found.get(id)?.plan);
    };
    expect(await plans('2019-12-31T00:00:00Z')).toEqual([undefined, undefined]);
    expect(await plans('2019-12-31T12:00:00Z')).toEqual(['one', undefined]);
    expect(await plans('2020-02-29T12:00:00Z')).toEqual(['two', 'one']);
    expect(await plans('2020-04-30T09:59:59Z')).toEqual(['two', 'two']);
    expect(await plans('2020-04-30T10:00:00Z')).toEqual([undefined, 'two']);
    expect(await plans('2020-05-01T11:00:00Z')).toEqual([undefined, undefined]);
    expect((await contractsInForce(bench.database.tx, new Date('2020-03-05T00:00:00Z'))).get(ids[0] ?? '')).toEqual({
      customerId: ids[0],
      plan: 'two',
      monthlyFee: { amountMinor: 1000, currency: 'EUR' },
      policyCode: null,
      status: 'active',
      from: '2020-03-01',
      to: '2020-05-01',
    });
  });
});

describe('contacts', () => {
  test('of a line replace the set; of an absent field they stay', async () => {
    await bench.load('customers', [customerLine('set', { contacts: [contact('Ann'), contact('Bob')] })]);
    const [ann] = (await get('set')).contacts;
    await bench.load('customers', [customerLine('set')]);
    expect(await contactsOf('set')).toEqual(['Ann', 'Bob']);
    const renamed = { ...contact('Anna'), email: 'ANN@X.example' };
    await bench.load('customers', [customerLine('set', { contacts: [contact('Cal'), renamed] })]);
    const { contacts } = await get('set');
    expect(contacts.map(({ name, email }) => [name, email])).toEqual([
      ['Anna', 'ANN@X.example'],
      ['Cal', 'cal@x.example'],
    ]);
    expect(contacts[0]?.id).toBe(ann?.id);
    await bench.load('customers', [customerLine('set', { contacts: [] })]);
    expect(await contactsOf('set')).toEqual([]);
  });

  test('who opted out stay so until a line says otherwise in so many words, even through a set without them', async () => {
    const load = (contacts: object[]) => bench.load('customers', [customerLine('opt', { contacts })]);
    await load([contact('Ann', { optedOut: true }), contact('Bob')]);
    await load([contact('Ann'), contact('Bob')]);
    expect(await contactsOf('opt')).toEqual(['Ann (opted out)', 'Bob']);
    await load([contact('Bob')]);
    await load([contact('Ann'), contact('Bob', { optedOut: true })]);
    expect(await contactsOf('opt')).toEqual(['Ann (opted out)', 'Bob (opted out)']);
    await load([contact('Ann', { optedOut: false }), contact('Bob')]);
    expect(await contactsOf('opt')).toEqual(['Ann', 'Bob (opted out)']);
  });

  test('of a file of their own are added or changed, the last line of an address winning', async () => {
    await bench.load('customers', [customerLine('file', { contacts: [contact('Ann', { optedOut: true })] })]);
    const of = (name: string, change: object = {}): object => ({ customerId: 'file', ...contact(name, change) });
    await bench.load('contacts', [
      of('Bob', { optedOut: true }),
      of('Bob', { name: 'Bobby' }),
      of('Ann', { role: 'cfo' }),
    ]);
    expect(await contactsOf('file')).toEqual(['Ann (opted out)', 'Bobby (opted out)']);
    const hash = await stateHash(bench.database);
    await bench.load('contacts', [
      of('Bob', { optedOut: true }),
      of('Bob', { name: 'Bobby' }),
      of('Ann', { role: 'cfo' }),
    ]);
    expect(await stateHash(bench.database)).toBe(hash);
  });
});

describe('PUT', () => {
  const put = (externalId: string, value: object, expectedVersion?: number) =>
    bench.customers.put({ externalId, value: value as Record<string, unknown>, expectedVersion }, CLI);

  test('creates and changes one customer by the rules of a line', async () => {
    const created = await put('put', { ...customerLine('put'), externalId: undefined });
    expect(created).toMatchObject({ externalId: 'put', version: 1, contract: { plan: 'pro' } });
    const changed = await put('put', customerLine('put', { contacts: [contact('Ann')] }), 1);
    expect(changed).toMatchObject({ id: created.id, version: 2, contacts: [{ name: 'Ann' }] });
    expect((await put('put', customerLine('put'), 2)).version).toBe(2);
    const [by] = await rows<{ updated_by: string }>(
      bench.database.tx,
      `select updated_by from customer where external_id = 'put'`,
    );
    expect(by?.updated_by).toBe('cli');
  });

  test('refuses with every reason, those of the database too, and changes nothing', async () => {
    const hash = await stateHash(bench.database);
    const value = customerLine('put-bad', { name: '', components: ['nothing'], constructor: {} });
    await expect(put('put-bad', value)).rejects.toMatchObject({
      kind: 'invalid',
      code: 'invalid_input',
      reasons: [
        { path: 'constructor', code: 'unknown_field' },
        { path: 'name', code: 'required' },
        { path: 'components', code: 'unknown_component' },
      ],
    });
    await expect(put('put-bad', customerLine('another'))).rejects.toMatchObject({
      reasons: [{ path: 'externalId', code: 'external_id_differs' }],
    });
    expect(await stateHash(bench.database)).toBe(hash);
  });

  test('refuses a version that is not the stored one', async () => {
    await put('put-version', customerLine('put-version'));
    await expect(put('put-version', customerLine('put-version', { name: 'x' }), 7)).rejects.toMatchObject({
      kind: 'stale',
      code: 'version_changed',
    });
    await expect(put('put-none', customerLine('put-none'), 1)).rejects.toMatchObject({ kind: 'stale' });
  });

  test('of the same new customer by eight at once makes one, and one of the versions wins', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `Name ${index}`);
    await Promise.all(names.map((name) => put('put-race', customerLine('put-race', { name }))));
    const customer = await get('put-race');
    expect(customer.version).toBe(8);
    expect(names).toContain(customer.name);
    const seen = names.map((name) => put('put-race', customerLine('put-race', { name: `Again ${name}` }), 8));
    const outcomes = await Promise.allSettled(seen);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

test('the list finds customers by name or id in any case, by plan and by status', async () => {
  await bench.load('customers', [
    customerLine('list-1', { name: 'Bäcker 100%', ...contract('2020-01-01', 'list-plan', { status: 'trial' }) }),
    customerLine('list-2', { name: 'Alpha', ...contract('2020-01-01', 'list-plan') }),
    customerLine('list-3', { name: 'alpha', ...contract('2099-01-01', 'list-plan') }),
  ]);
  const find = async (query: object): Promise<unknown> =>
    (await bench.customers.list(query)).items.map(({ externalId }) => externalId).toSorted();
  expect(await find({ q: 'LIST-' })).toEqual(['list-1', 'list-2', 'list-3']);
  expect(await find({ q: 'bäck' })).toEqual(['list-1']);
  expect(await find({ q: '0%' })).toEqual(['list-1']);
  expect(await find({ q: '_' })).toEqual([]);
  expect(await find({ plan: 'list-plan' })).toEqual(['list-1', 'list-2']);
  expect(await find({ plan: 'list-plan', status: 'trial' })).toEqual(['list-1']);
  const first = await bench.customers.list({ q: 'list-', limit: 2 });
  const second = await bench.customers.list({ q: 'list-', limit: 2, cursor: first.nextCursor ?? '' });
  expect([...first.items, ...second.items]).toHaveLength(3);
  expect([first.total, second.nextCursor]).toEqual([3, null]);
});

test('a time zone that only the runtime knows is refused', async () => {
  const receipt = await bench.load('customers', [customerLine('zone', { timezone: 'Europe/Nowhere' })]);
  expect(faultsOf(receipt)).toEqual(['1 timezone unknown_time_zone']);
});
