import { expect, test } from '@jest/globals';
import { digestOf } from './digest.js';
import type { DigestRow } from './follow-through.sql.js';

const ROW: DigestRow = {
  caseId: 'k',
  customerName: 'Café Noir\n',
  incidentTitle: 'Panne',
  impactClass: 'unable_to_join',
  priority: 70,
  nextAction: 'Rappeler',
  isDue: true,
  isEscalated: true,
  isAnswered: false,
  isExpiring: false,
  hasUnknownMail: false,
};

test('each case says why it is there, in the person’s language', () => {
  expect(digestOf([ROW], 1, { day: '2020-09-17', locale: 'fr', publicUrl: null })).toEqual({
    subject: '1 dossier à suivre le 2020-09-17',
    body: '• Café Noir (Panne): attend depuis trop longtemps, action prévue — Rappeler',
  });
  const english = digestOf([{ ...ROW, isAnswered: true, nextAction: null }], 60, {
    day: '2020-09-17',
    locale: 'en',
    publicUrl: 'https://amends.example',
  });
  expect(english.subject).toBe('60 cases to look at on 2020-09-17');
  expect(english.body).toContain(
    'has waited for too long, next action due, the customer answered\n\nThe whole list:\nhttps',
  );
});
