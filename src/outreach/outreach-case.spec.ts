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
const NOW = new Date('2020-09-17T07:00:00Z');
const CASE: CaseFields = {
  status: 'to_contact',
  owner: 'anne',
  nextAction: null,
  nextActionAt: null,
  snoozedUntil: null,
  holdReason: null,
  tags: [],
};

describe('a change', () => {
  test('says what stood before and what stands now, for the fields that differ', () => {
    const { fields, changes } = changeCase(CASE, { status: 'contacted', owner: 'anne', nextAction: 'Call' }, NOW);
    expect(fields).toEqual({ ...CASE, status: 'contacted', nextAction: 'Call' });
    expect(changes).toEqual({
      status: { from: 'to_contact', to: 'contacted' },
      nextAction: { from: null, to: 'Call' },
    });
  });

  test('of nothing changes nothing, also for the same instant in another Date', () => {
    const stored = { ...CASE, nextActionAt: AT };
    expect(changeCase(stored, { nextActionAt: new Date(AT) }, NOW).changes).toEqual({});
    expect(changeCase(stored, {}, NOW).fields).toEqual(stored);
  });

  test('null takes away', () => {
    expect(changeCase(CASE, { owner: null }, NOW).fields.owner).toBeNull();
  });

  test('to a status that does not follow is refused', () => {
    expect(() => changeCase({ ...CASE, status: 'answered' }, { status: 'not_reachable' }, NOW)).toThrow(
      expect.objectContaining({ code: 'case_transition_refused', kind: 'conflict' }),
    );
  });

  test('a case that waits has a date', () => {
    const refusal = expect.objectContaining({ code: 'next_action_date_required' });
    expect(() => changeCase(CASE, { status: 'waiting' }, NOW)).toThrow(refusal);
    const { fields } = changeCase(CASE, { status: 'waiting', nextActionAt: AT }, NOW);
    expect(() => changeCase(fields, { nextActionAt: null }, NOW)).toThrow(refusal);
    expect(changeCase(fields, { nextActionAt: null, status: 'answered' }, NOW).fields.status).toBe('answered');
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
        const change = (): unknown => changeCase(state, { status: to }, NOW);
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
  expect(tellsOfContact(changeCase(CASE, { status: 'contacted' }, NOW).changes)).toBe(true);
  expect(tellsOfContact(changeCase(CASE, { status: 'not_reachable' }, NOW).changes)).toBe(false);
  expect(tellsOfContact(changeCase(CASE, { owner: 'bob' }, NOW).changes)).toBe(false);
});

describe('the desk of one case', () => {
  test('tags are kept small, once and in order', () => {
    const { fields, changes } = changeCase({ ...CASE, tags: ['vip'] }, { addTags: [' Legal ', 'VIP'] }, NOW);
    expect(fields.tags).toEqual(['legal', 'vip']);
    expect(changes).toEqual({ tags: { from: ['vip'], to: ['legal', 'vip'] } });
    expect(changeCase(fields, { removeTags: ['LEGAL'] }, NOW).fields.tags).toEqual(['vip']);
    expect(changeCase(fields, { tags: [] }, NOW).fields.tags).toEqual([]);
  });

  test('a snooze ends later than now; every fault is named at once', () => {
    const tags = Array.from({ length: 21 }, (_, index) => `tag ${index}`);
    try {
      changeCase(CASE, { status: 'waiting', snoozedUntil: NOW, tags }, NOW);
      throw new Error('not refused');
    } catch (error) {
      expect((error as DomainError).reasons.map(({ path, code }) => [path, code])).toEqual([
        ['nextActionAt', 'next_action_date_required'],
        ['snoozedUntil', 'snooze_not_ahead'],
        ['tags', 'too_many_tags'],
      ]);
    }
    expect(changeCase(CASE, { snoozedUntil: AT }, NOW).fields.snoozedUntil).toEqual(AT);
  });

  test('a hold has a reason, and is lifted by none', () => {
    const { fields } = changeCase(CASE, { holdReason: 'Their lawyer writes.' }, NOW);
    expect(changeCase(fields, { holdReason: null }, NOW).changes).toEqual({
      holdReason: { from: 'Their lawyer writes.', to: null },
    });
  });
});
