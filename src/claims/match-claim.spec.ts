import { describe, expect, test } from '@jest/globals';
import { array, assert, boolean, constantFrom, property, record, uniqueArray } from 'fast-check';
import {
  chooseCustomer,
  chooseIncident,
  companyDomain,
  CUSTOMER_SIGNALS,
  type CustomerCandidate,
  type CustomerSignal,
  INCIDENT_SIGNALS,
  type IncidentSignal,
} from './match-claim.js';

const customer = (id: string, ...signals: CustomerSignal[]): CustomerCandidate => ({
  id,
  externalId: id,
  name: id,
  signals,
});
const incident = (id: string, affected: boolean, ...signals: IncidentSignal[]) => ({
  id,
  reference: null,
  title: id,
  startsAt: null,
  affected,
  signals,
});

describe('the customer', () => {
  test.each<[string, CustomerCandidate[], string | undefined]>([
    ['nobody', [], undefined],
    ['whom an agent names, whatever else speaks', [customer('a', 'contact', 'meeting'), customer('b', 'named')], 'b'],
    ['whose contact it is', [customer('a', 'contact', 'domain'), customer('b', 'domain')], 'a'],
    ['in whose meetings the claimant was', [customer('a', 'participant')], 'a'],
    [
      'neither, when address and meeting contradict each other',
      [customer('a', 'contact'), customer('b', 'meeting')],
      undefined,
    ],
    ['the only one of a domain', [customer('a', 'domain'), customer('b', 'name')], 'a'],
    ['neither of two of a domain', [customer('a', 'domain'), customer('b', 'domain')], undefined],
    ['nobody by the name alone, which anybody can give', [customer('a', 'name')], undefined],
  ])('%s', (_name, found, expected) => expect(chooseCustomer(found).chosen?.id).toBe(expected));

  test('candidates come best first', () => {
    const { candidates } = chooseCustomer([
      customer('c', 'name'),
      customer('b', 'domain'),
      customer('a', 'domain', 'name'),
    ]);
    expect(candidates.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  test('whatever comes: the same in any order, never by the name alone, never when two are named', () => {
    const candidates = uniqueArray(
      record({
        id: constantFrom('a', 'b', 'c', 'd'),
        signals: uniqueArray(constantFrom(...CUSTOMER_SIGNALS), { minLength: 1 }),
      }),
      { selector: ({ id }) => id },
    ).map((found) => found.map(({ id, signals }) => customer(id, ...signals)));
    assert(
      property(candidates, (found) => {
        const { chosen } = chooseCustomer(found);
        expect(chooseCustomer(found.toReversed())).toEqual(chooseCustomer(found));
        if (chosen !== undefined) expect(chosen.signals).not.toEqual(['name']);
        const named = found.filter(({ signals }) => signals.includes('named'));
        if (named.length > 0) expect(chosen).toEqual(named.length === 1 ? named[0] : undefined);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the incident', () => {
  test.each<[string, ReturnType<typeof incident>[], string | undefined]>([
    ['that an agent names', [incident('a', true, 'meeting'), incident('b', false, 'named')], 'b'],
    [
      'of the meeting before that of the day',
      [incident('a', false, 'meeting', 'day'), incident('b', true, 'day')],
      'a',
    ],
    ['of the hour before that of the day', [incident('a', false, 'time', 'day'), incident('b', true, 'day')], 'a'],
    ['of two, the one that hit the customer', [incident('a', false, 'day'), incident('b', true, 'day')], 'b'],
    ['of two that hit it, neither', [incident('a', true, 'day'), incident('b', true, 'day')], undefined],
    [
      'of two of which nothing is known, neither',
      [incident('a', false, 'day'), incident('b', false, 'day')],
      undefined,
    ],
  ])('%s', (_name, found, expected) => expect(chooseIncident(found).chosen?.id).toBe(expected));

  test('is the same in any order', () => {
    const candidates = uniqueArray(
      record({
        id: constantFrom('a', 'b', 'c'),
        affected: boolean(),
        signals: array(constantFrom(...INCIDENT_SIGNALS), { minLength: 1 }),
      }),
      { selector: ({ id }) => id },
    ).map((found) => found.map(({ id, affected, signals }) => incident(id, affected, ...new Set(signals))));
    assert(
      property(candidates, (found) =>
        expect(chooseIncident(found.toReversed()).chosen).toEqual(chooseIncident(found).chosen),
      ),
      { numRuns: 200 },
    );
  });
});

test.each([
  ['anne@Salon-Clair.example', 'salon-clair.example'],
  ['anne@gmail.com', null],
  ['anne@ORANGE.FR', null],
])('the domain of %s', (email, expected) => expect(companyDomain(email)).toBe(expected));
