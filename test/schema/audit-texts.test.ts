import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import * as en from '../../admin/src/i18n/audit-actions-en.js';
import * as fr from '../../admin/src/i18n/audit-actions-fr.js';
import { AUDIT_ACTIONS } from '../../src/platform/audit/audit-actions.js';
import { PERSON_KINDS } from '../../src/platform/personal/person.js';

test.each([
  ['English', en],
  ['French', fr],
])('every action that the audit trail can hold has its words in %s, and no two the same', (_, { auditActions }) => {
  expect(Object.keys(auditActions).toSorted()).toEqual([...AUDIT_ACTIONS].toSorted());
  expect(new Set(Object.values(auditActions)).size).toBe(AUDIT_ACTIONS.length);
});

test('what actions are about, and what they are done to, has its words', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.service.ts'))
    .map((file) => readFileSync(`src/${file}`, 'utf8'));
  const subjects = sources.flatMap((source) =>
    [...source.matchAll(/\bsubject(?: =|:) \{ kind: '([a-z_]+)'/g)].map(([, kind]) => kind ?? ''),
  );
  expect(subjects.length).toBeGreaterThan(50);
  const kinds = [...new Set([...subjects, ...PERSON_KINDS])];
  const topics = [...new Set(AUDIT_ACTIONS.map((action) => action.split('.')[0] ?? ''))];
  for (const words of [en, fr]) {
    expect(kinds.filter((kind) => !(kind in words.auditKinds))).toEqual([]);
    expect(topics.filter((topic) => !(topic in { ...words.auditKinds, ...words.auditTopics }))).toEqual([]);
  }
});
