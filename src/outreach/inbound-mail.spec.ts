import { expect, test } from '@jest/globals';
import { cluesOf, fitText, type InboundMail } from './inbound-mail.js';

const CASE = '01997a00-0000-7000-8000-000000000001';
const REPLY: InboundMail = {
  type: 'reply',
  messageId: '<new@customer.example>',
  inReplyTo: '<ours@a.example>',
  references: ['<first@a.example>', '<ours@a.example>'],
  from: 'elodie@customer.example',
  to: ['desk@a.example'],
  subject: 'Re',
  text: 'Oui',
  autoSubmitted: false,
  permanent: false,
};

test('a reply names the message it answers first, then the chain from its end', () => {
  expect(cluesOf(REPLY)).toEqual({ messageIds: ['ours@a.example', 'first@a.example'], caseId: null });
});

test('a bounce names our own message', () => {
  const bounce = { ...REPLY, type: 'bounce', messageId: 'ours@a.example', inReplyTo: null, references: [] } as const;
  expect(cluesOf(bounce)).toEqual({ messageIds: ['ours@a.example'], caseId: null });
});

test.each([
  [`desk+case-${CASE}@a.example`, CASE],
  [`"Desk" <desk+case-${CASE.toUpperCase()}@a.example>`, CASE],
  ['desk+case-nonsense@a.example', null],
  ['desk+case-00000000-0000-0000-0000-000000000000@a.example', null],
  [`desk-case-${CASE}@a.example`, null],
])('the address %s names the case %s', (address, caseId) => {
  expect(cluesOf({ ...REPLY, to: [address] }).caseId).toBe(caseId);
});

test('what was written is cut and cleaned', () => {
  expect(fitText('a\r\nb\0c\u{1B}[31m', 100)).toBe('a\nb\u{FFFD}c\u{FFFD}[31m');
  expect(fitText('x'.repeat(50), 10)).toHaveLength(10);
  expect(fitText(null, 10)).toBe('');
});
