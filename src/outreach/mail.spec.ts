import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { OFFER_STATUSES } from '../offers/offer.js';
import { BULK_TEMPLATES, MAIL_STATUSES, mailActions, type MailFacts, planMail, type Reachable } from './mail.js';

const NOW = new Date('2020-09-18T08:00:00Z');
const ELODIE: Reachable = { id: 'c1', name: 'Élodie', email: 'elodie@a.example', optedOut: false, blocked: null };
const FACTS: MailFacts = {
  customerId: 'a',
  incidentId: 'i',
  holdReason: null,
  contacts: [ELODIE],
  offer: { id: 'o', version: 3, status: 'sent', validUntil: new Date('2020-10-17T22:00:00Z'), isGranted: false },
  hasApology: false,
  sentKeys: [],
};

describe('a mail goes to the first contact that takes it', () => {
  test('and says why when none does', () => {
    const others: Reachable[] = [
      { ...ELODIE, id: 'c0', optedOut: true },
      { ...ELODIE, id: 'c2', blocked: 'bounced' },
      { ...ELODIE, id: 'c3', name: 'A\r\nBcc: b@c.example' },
    ];
    expect(planMail('offer', { ...FACTS, contacts: [...others, ELODIE] }, NOW)).toEqual({
      contact: ELODIE,
      exclusions: [],
    });
    expect(planMail('offer', { ...FACTS, contacts: others }, NOW).exclusions).toEqual([
      'opted_out',
      'bounced',
      'address_not_valid',
    ]);
    expect(planMail('offer', { ...FACTS, contacts: [] }, NOW).exclusions).toEqual(['no_contact']);
  });

  test('once about one version of an offer', () => {
    expect(planMail('offer', { ...FACTS, sentKeys: ['c1 offer:o:3 offer'] }, NOW).exclusions).toEqual(['already_sent']);
    expect(planMail('reminder', { ...FACTS, sentKeys: ['c1 offer:o:3 offer'] }, NOW).exclusions).toEqual([]);
    expect(planMail('offer', { ...FACTS, sentKeys: ['c1 offer:o:2 offer'] }, NOW).exclusions).toEqual([]);
  });

  test('and everything that stands against it is named at once', () => {
    const facts = { ...FACTS, holdReason: 'wait', contacts: [], offer: null };
    expect(planMail('offer', facts, NOW).exclusions).toEqual(['on_hold', 'no_contact', 'offer_missing']);
    expect(planMail('apology', facts, NOW).exclusions).toEqual(['on_hold', 'no_contact', 'apology_not_written']);
  });
});

test('no mail about an offer that is not the customer’s to answer', () => {
  const template = fc.constantFrom(...BULK_TEMPLATES.filter((each) => each !== 'apology'));
  fc.assert(
    fc.property(template, fc.constantFrom(...OFFER_STATUSES), fc.boolean(), (each, status, isOver) => {
      const validUntil = isOver ? NOW : new Date(NOW.getTime() + 1);
      const offer = { id: 'o', version: 3, status, validUntil, isGranted: false };
      const { exclusions } = planMail(each, { ...FACTS, offer }, NOW);
      expect(exclusions.length === 0).toBe(status === 'sent' && !isOver);
    }),
  );
});

test('what its sending granted is still told, and nobody is reminded of it', () => {
  const offer = { id: 'o', version: 3, status: 'accepted', validUntil: null, isGranted: true } as const;
  expect(planMail('offer', { ...FACTS, offer }, NOW).exclusions).toEqual([]);
  expect(planMail('reminder', { ...FACTS, offer }, NOW).exclusions).toEqual(['offer_answered']);
});

test('nothing that may have been sent is retried, only sent again by a person', () => {
  expect(MAIL_STATUSES.filter((status) => mailActions(status).includes('retry'))).toEqual(['failed']);
  expect(mailActions('unknown')).toEqual(['resend']);
  expect(mailActions('transmitting')).toEqual([]);
});
