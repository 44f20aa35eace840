import { describe, expect, test } from '@jest/globals';
import { stringify } from 'csv-stringify/sync';
import { creditLine, csvOptions } from './credits-csv.js';
import type { CreditRow } from './credits.sql.js';

const CREDIT: CreditRow = {
  id: 'k',
  version: 1,
  reference: 'amends-k',
  status: 'waiting',
  customerId: 'ACME',
  customerName: 'Acme, "SA"',
  incidentId: 'i',
  incidentTitle: 'Panne',
  offerId: 'o',
  amountMinor: 4200,
  currency: 'EUR',
  acceptedAt: new Date('2020-09-18T09:00:00Z'),
  reasonCode: null,
  reasonMessage: null,
  connectionId: null,
  connectionName: null,
  connectionKind: null,
  billingCustomerId: null,
  externalId: null,
  reversedMinor: 0,
  lookUpFirst: false,
  nextAttemptAt: null,
  batchNumber: null,
  billingDocument: null,
  confirmedBy: null,
  confirmedAt: null,
  createdBy: 'anne',
  createdAt: new Date('2020-09-18T09:00:05Z'),
};

const fileOf = (credit: Partial<CreditRow>, bom = false) =>
  stringify([creditLine({ ...CREDIT, ...credit })], csvOptions(bom));

test('the file has a heading, CRLF, and quotes where they are needed', () => {
  expect(fileOf({})).toBe(
    'reference,customerExternalId,customerName,currency,amount,amountMinor,incidentId,incidentTitle,offerId,' +
      'acceptedAt,status,billingDocument\r\n' +
      'amends-k,ACME,"Acme, ""SA""",EUR,42.00,4200,i,Panne,o,2020-09-18T09:00:00.000Z,waiting,\r\n',
  );
});

test.each([
  [4200, 'EUR', '42.00'],
  [4200, 'JPY', '4200'],
  [4200, 'TND', '4.200'],
  [1, 'EUR', '0.01'],
])('%i minor units of %s are %s', (amountMinor, currency, amount) => {
  expect(creditLine({ ...CREDIT, amountMinor, currency }).amount).toBe(amount);
});

describe('a formula is neutralised', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('%j', (text) => {
    expect(fileOf({ customerName: text })).toMatch(new RegExp(`,"?'${text.replaceAll(/[+()]/g, '\\$&')}"?,`));
    expect(fileOf({ customerId: text })).toContain(`'${text}`);
    expect(fileOf({ billingDocument: text })).toContain(`'${text}`);
    expect(fileOf({ incidentTitle: text })).toContain(`'${text}`);
  });
});

test('a byte order mark comes first when it is asked for', () => {
  expect(fileOf({}, true).startsWith('\ufeffreference,')).toBe(true);
});
