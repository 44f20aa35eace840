import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { companyName, CULTURES } from './cultures.js';
import { customerLine, demoCustomers, SUCCESS_AGENTS } from './demo-customers.js';

const lines = (customers: number, seed = 1) =>
  demoCustomers(customers, customers * 50, seed).map((customer) => customerLine(customer, seed));

describe('customers of the demo', () => {
  test('share out exactly the people asked for, a few large ones having most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(100_000), fc.nat(), (customers, people, seed) => {
        const sizes = demoCustomers(customers, people, seed).map((customer) => customer.people);
        expect(sizes).toHaveLength(customers);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(people);
        expect(Math.min(...sizes)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 40 },
    );
    const sizes = demoCustomers(40, 2000, 1)
      .map(({ people }) => people)
      .toSorted((a, b) => b - a);
    expect(sizes.slice(0, 8).reduce((sum, size) => sum + size, 0)).toBeGreaterThan(900);
    expect(sizes.at(-1)).toBeGreaterThan(5);
  });

  test('are of many countries in every block of 40', () => {
    expect(CULTURES.reduce((sum, { share }) => sum + share, 0)).toBe(40);
    const currencies = new Set(lines(40).map(({ contract }) => contract.monthlyFee.currency));
    expect([...currencies].toSorted()).toEqual(['CHF', 'EUR', 'GBP', 'JPY', 'USD']);
    const locales = new Set(lines(40).map(({ locale }) => locale));
    expect([...locales]).toEqual(expect.arrayContaining(['fr-FR', 'en-GB', 'de-DE', 'es-ES', 'nl-NL', 'sv-SE']));
  });

  test('have contracts in force on the day, some of them trials and one suspended', () => {
    const contracts = lines(80).map(({ contract }) => contract);
    const statuses = contracts.map(({ status }) => status);
    expect(statuses.filter((status) => status === 'trial')).toHaveLength(6);
    expect(statuses.filter((status) => status === 'suspended')).toHaveLength(2);
    for (const { from, to, plan, monthlyFee } of contracts) {
      expect(from <= '2020-09-16').toBe(true);
      expect(to === undefined || to > '2020-09-16').toBe(true);
      expect(Number.isSafeInteger(monthlyFee.amountMinor)).toBe(true);
      expect(monthlyFee.amountMinor === 0).toBe(plan === 'free');
    }
    expect(new Set(contracts.map(({ plan }) => plan)).size).toBe(4);
  });

  test('are named and reached under names that nobody else has', () => {
    const many = lines(2000);
    expect(new Set(many.map(({ name }) => name)).size).toBe(2000);
    expect(new Set(many.map(({ externalId }) => externalId)).size).toBe(2000);
    const emails = many.flatMap(({ contacts }) => contacts.map(({ email }) => email));
    expect(new Set(emails).size).toBe(emails.length);
    expect(emails.filter((email) => !/^[a-z.-]+@[a-z0-9-]+\.example$/.test(email))).toEqual([]);
    expect(many.some(({ name }) => /[^\p{ASCII}]/u.test(name))).toBe(true);
  });

  test('belong to Success agents of the demo', () => {
    const owners = new Set(lines(40).map(({ owner }) => owner));
    expect([...owners].toSorted()).toEqual(SUCCESS_AGENTS.map(({ email }) => email).toSorted());
  });

  test('never share a company name within a country, however many there are', () => {
    for (const culture of CULTURES) {
      const names = Array.from({ length: 3000 }, (_, nth) => companyName(culture, nth));
      expect(new Set(names).size).toBe(3000);
    }
  });

  test('are the same for the same seed and others for another', () => {
    expect(lines(40, 7)).toEqual(lines(40, 7));
    expect(lines(40, 7)).not.toEqual(lines(40, 8));
  });
});
