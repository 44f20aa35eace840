import { expect, test } from '@jest/globals';
import { type SmtpPhase, type SmtpVerdict, verdictOf } from './smtp-failure.js';

test.each<[SmtpPhase, number | null, string | null, SmtpVerdict]>([
  ['connect', null, 'CONN', 'temporary'],
  ['connect', 421, 'CONN', 'temporary'],
  ['connect', 535, 'AUTH PLAIN', 'permanent'],
  ['envelope', null, 'CONN', 'temporary'],
  ['envelope', 450, 'RCPT TO', 'temporary'],
  ['envelope', 550, 'RCPT TO', 'refused'],
  ['envelope', 550, 'MAIL FROM', 'permanent'],
  ['envelope', 554, 'DATA', 'permanent'],
  ['content', null, 'CONN', 'temporary'],
  ['content', 552, 'CONN', 'permanent'],
  ['final', null, 'CONN', 'unknown'],
  ['final', 421, 'CONN', 'unknown'],
  ['final', 451, 'DATA', 'temporary'],
  ['final', 554, 'DATA', 'permanent'],
])('%s, %p to %s: %s', (phase, responseCode, command, verdict) => {
  expect(verdictOf({ phase, responseCode, command })).toBe(verdict);
});
