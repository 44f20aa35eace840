import { describe, expect, test } from '@jest/globals';
import type { LineObject } from '../platform/ingest/import-line.js';
import { LineFaults } from '../platform/ingest/line-faults.js';
import { contactLineReader, STAGED_CONTACT } from './contact-line.js';
import { customerLineReader, STAGED_CUSTOMER } from './customer-line.js';

const CONTRACT = { plan: 'pro', monthlyFee: { amountMinor: 42_000, currency: 'EUR' }, from: '2020-01-01' };
const CUSTOMER = { externalId: 'acme', name: 'Acme', timezone: 'Europe/Paris', locale: 'fr-FR', contract: CONTRACT };
const CONTEXT = { now: new Date('2020-10-01T00:00:00Z'), newId: () => 'an-id' };

type Read = { cells: Record<string, unknown>; faults: string[] };

function read(value: LineObject): Read {
  const faults = new LineFaults();
  const cells = customerLineReader(CONTEXT)(value, faults);
  expect(cells).toHaveLength(STAGED_CUSTOMER.length);
  return {
    cells: Object.fromEntries(STAGED_CUSTOMER.map(({ name }, index) => [name, cells[index]])),
    faults: faults.found.map(({ field, code }) => `${field} ${code}`),
  };
}

const withContract = (change: LineObject): LineObject => ({ ...CUSTOMER, contract: { ...CONTRACT, ...change } });

describe('a customer', () => {
  test('with nothing optional', () => {
    expect(read(CUSTOMER)).toEqual({
      cells: {
        new_id: 'an-id',
        external_id: 'acme',
        name: 'Acme',
        time_zone: 'Europe/Paris',
        locale: 'fr-FR',
        stated: { json: {} },
        components: null,
        plan: 'pro',
        monthly_fee_minor: 42_000,
        currency: 'EUR',
        policy_code: null,
        status: 'active',
        valid_from: '2020-01-01',
        valid_to: null,
        contacts: null,
      },
      faults: [],
    });
  });

  test('with everything', () => {
    const { cells, faults } = read({
      ...CUSTOMER,
      locale: 'fr-fr',
      owner: 'zoe@us.example',
      components: ['realtime', 'app', 'app'],
      billing: { stripeCustomerId: 'cus_1', lagoCustomerId: null },
      contract: { ...CONTRACT, policyCode: 'standard', status: 'trial', to: '2021-01-01' },
      contacts: [{ name: 'Ann', email: 'ann@acme.example', role: 'owner', optedOut: true }],
    });
    expect(faults).toEqual([]);
    expect(cells).toMatchObject({
      locale: 'fr-FR',
      stated: {
        json: {
          owner: 'zoe@us.example',
          components: ['app', 'realtime'],
          stripeCustomerId: 'cus_1',
          lagoCustomerId: null,
        },
      },
      components: ['app', 'realtime'],
      policy_code: 'standard',
      status: 'trial',
      valid_to: '2021-01-01',
      contacts: { json: [{ id: 'an-id', name: 'Ann', email: 'ann@acme.example', role: 'owner', optedOut: true }] },
    });
  });

  test('tells absent fields, which stay, from null and empty ones, which clear', () => {
    expect(read({ ...CUSTOMER, owner: null, components: [], contacts: [] }).cells).toMatchObject({
      stated: { json: { owner: null, components: null } },
      contacts: { json: [] },
    });
  });
});

describe('the days of a contract', () => {
  test.each([
    ['2020-06-30T22:30:00Z', 'Europe/Paris', '2020-07-01'],
    ['2020-06-30T22:30:00Z', 'UTC', '2020-06-30'],
    ['2020-12-31T23:30:00+01:00', 'Pacific/Kiritimati', '2021-01-01'],
    ['2020-06-30', 'Pacific/Kiritimati', '2020-06-30'],
  ])('%s in %s is %s', (from, timezone, day) => {
    const { cells, faults } = read({ ...withContract({ from }), timezone });
    expect([cells['valid_from'], faults]).toEqual([day, []]);
  });

  test.each([
    [{ from: '2020-02-30' }, ['contract.from invalid_date']],
    [{ from: '2020-01-01T00:00:00' }, ['contract.from instant_without_offset']],
    [{ from: '01/01/2020' }, ['contract.from invalid_instant']],
    [{ from: undefined }, ['contract.from required']],
    [{ from: '' }, ['contract.from required']],
    [{ from: 2020 }, ['contract.from not_text']],
    [{ to: '2020-01-01' }, ['contract.to ends_before_it_starts']],
    [{ to: '2019-12-31' }, ['contract.to ends_before_it_starts']],
    [{ to: 'soon' }, ['contract.to invalid_instant']],
  ])('%j', (change, faults) => expect(read(withContract(change)).faults).toEqual(faults));
});

describe('refusals', () => {
  test.each([
    [{ ...CUSTOMER, timezone: 'Paris' }, ['timezone unknown_time_zone']],
    [{ ...CUSTOMER, locale: 'fr_FR' }, ['locale invalid_locale']],
    [{ ...CUSTOMER, note: 'x' }, ['note unknown_field']],
    [{ ...CUSTOMER, contract: [] }, ['contract not_an_object']],
    [{ ...CUSTOMER, billing: { stripe: 'x' } }, ['billing.stripe unknown_field']],
    [{ ...CUSTOMER, contacts: [{ name: 'Ann', email: 'ann', role: 'x' }] }, ['contacts.0.email invalid_email']],
    [
      { ...CUSTOMER, contacts: [{ name: 'A\nBcc: all@x.example', email: 'a@x.example', role: 'x' }] },
      ['contacts.0.name text_not_clean'],
    ],
    [withContract({ status: 'gone' }), ['contract.status not_allowed']],
    [
      withContract({ monthlyFee: { amountMinor: 10.5, currency: 'eur' } }),
      ['contract.monthlyFee.amountMinor amount_not_whole', 'contract.monthlyFee.currency unknown_currency'],
    ],
    [withContract({ monthlyFee: null }), ['contract.monthlyFee required']],
    [{}, ['timezone required', 'externalId required', 'name required', 'locale required', 'contract required']],
  ])('%j', (value, faults) => expect(read(value).faults).toEqual(faults));
});

test('a contact of a file of its own', () => {
  const faults = new LineFaults();
  const value = { customerId: 'acme', name: 'Ann', email: 'Ann@acme.example', role: 'owner' };
  const cells = contactLineReader(CONTEXT)(value, faults);
  expect(cells).toHaveLength(STAGED_CONTACT.length);
  expect([cells, faults.found]).toEqual([['an-id', 'acme', 'Ann', 'Ann@acme.example', 'owner', null], []]);
  contactLineReader(CONTEXT)({ externalId: 'x', optedOut: 'no' }, faults);
  expect(faults.found.map(({ field, code }) => `${field} ${code}`)).toEqual([
    'externalId unknown_field',
    'customerId required',
    'name required',
    'email required',
    'role required',
    'optedOut not_a_boolean',
  ]);
});
