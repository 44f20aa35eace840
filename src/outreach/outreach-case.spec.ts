import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { DomainError } from '../kernel/domain-error.js';
import { OFFER_STATUSES } from '../offers/offer.js';
import {
  blockers,
  CASE_STATUSES,
  type CaseFields,
  changeCase,
  nextStatuses,
  statusAfterOffer,
  tellsOfContact,
} from './outreach-case.js';

const AT = new Date('2020-09-17T08:00:00Z');
const CASE: CaseFields = { status: 'to_contact', owner: 'anne', nextAction: null, nextActionAt: null };

describe('a change', () => {
  test('says what stood before and what stands now, for the fields that differ', () => {
    const { fields, changes } = changeCase(CASE, { status: 'contacted', owner: 'anne', nextAction: 'Call' });
    expect(fields).toEqual({ ...CASE, status: 'contacted', nextAction: 'Call' });
    expect(changes).toEqual({
      status: { from: 'to_contact', to: 'contacted' },
      nextAction: { from: null, to: 'Call' },
    });
  });

  test('of nothing changes nothing, also for the same instant in another Date', () => {
    const stored = { ...CASE, nextActionAt: AT };
    expect(changeCase(stored, { nextActionAt: new Date(AT) }).changes).toEqual({});
    expect(changeCase(stored, {}).fields).toEqual(stored);
  });

  test('null takes away', () => {
    expect(changeCase(CASE, { owner: null }).fields.owner).toBeNull();
  });

  test('to a status that does not follow is refused', () => {
    expect(() => changeCase({ ...CASE, status: 'answered' }, { status: 'not_reachable' })).toThrow(
      expect.objectContaining({ code: 'case_transition_refused', kind: 'conflict' }),
    );
  });

  test('a case that waits has a date', () => {
    const refusal = expect.objectContaining({ code: 'next_action_date_required' });
    expect(() => changeCase(CASE, { status: 'waiting' })).toThrow(refusal);
    const { fields } = changeCase(CASE, { status: 'waiting', nextActionAt: AT });
    expect(() => changeCase(fields, { nextActionAt: null })).toThrow(refusal);
    expect(changeCase(fields, { nextActionAt: null, status: 'answered' }).fields.status).toBe('answered');
  });
});

describe('every status', () => {
  test.each(CASE_STATUSES)('%s leads somewhere, never to itself, and back', (status) => {
    expect(nextStatuses(status).length).toBeGreaterThan(0);
    expect(nextStatuses(status)).not.toContain(status);
    expect(CASE_STATUSES.some((from) => nextStatuses(from).includes(status))).toBe(true);
  });

  test('changes exactly as nextStatuses and blockers say', () => {
    const anyStatus = fc.constantFrom(...CASE_STATUSES);
    fc.assert(
      fc.property(anyStatus, anyStatus, fc.constantFrom(null, AT), (from, to, nextActionAt) => {
        const state = { ...CASE, status: from, nextActionAt: from === 'waiting' ? AT : nextActionAt };
        const isBlocked = blockers(state).some((blocker) => blocker.to === to);
        const mayFollow = nextStatuses(from).includes(to) && !isBlocked;
        const change = (): unknown => changeCase(state, { status: to });
        if (mayFollow || from === to) expect(change).not.toThrow();
        else expect(change).toThrow(DomainError);
      }),
    );
  });
});

describe('after the offer moved', () => {
  test.each([
    ['to_contact', 'sent', 'contacted'],
    ['waiting', 'sent', 'waiting'],
    ['contacted', 'accepted', 'answered'],
    ['not_reachable', 'declined', 'answered'],
    ['resolved', 'accepted', 'resolved'],
    ['to_contact', 'withdrawn', 'to_contact'],
    ['contacted', 'expired', 'contacted'],
  ] as const)('%s, %s: %s', (status, offerStatus, after) => {
    expect(statusAfterOffer(status, offerStatus)).toBe(after);
  });

  test('the same news twice changes no more than once', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CASE_STATUSES), fc.constantFrom(...OFFER_STATUSES), (status, offerStatus) => {
        const once = statusAfterOffer(status, offerStatus);
        expect(statusAfterOffer(once, offerStatus)).toBe(once);
      }),
    );
  });
});

test('moving to contacted or answered tells of a contact', () => {
  expect(tellsOfContact(changeCase(CASE, { status: 'contacted' }).changes)).toBe(true);
  expect(tellsOfContact(changeCase(CASE, { status: 'not_reachable' }).changes)).toBe(false);
  expect(tellsOfContact(changeCase(CASE, { owner: 'bob' }).changes)).toBe(false);
});
