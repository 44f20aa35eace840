import { expect, test } from '@jest/globals';
import { recogniseFile } from './recognise-file.js';

const KINDS = [
  {
    name: 'customers',
    columns: [
      { name: 'externalId', required: true },
      { name: 'name', required: true },
      { name: 'contract.plan', required: true },
      { name: 'owner' },
    ],
  },
  {
    name: 'meetings',
    columns: [
      { name: 'customerId', required: true },
      { name: 'externalId', required: true },
      { name: 'startsAt', required: true },
    ],
  },
  {
    name: 'participants',
    columns: [{ name: 'customerId', required: true }, { name: 'participantId', required: true }, { name: 'name' }],
  },
  {
    name: 'sessions',
    columns: [
      { name: 'customerId', required: true },
      { name: 'participantId', required: true },
      { name: 'joinedAt', required: true },
    ],
  },
] as const;

test.each([
  ['externalId,name,contract.plan\r\nA,B,C', 'customers', 'csv', []],
  ['\u{FEFF}externalId,name,contract.plan,colour', 'customers', 'csv', ['colour']],
  ['{"externalId":"A","name":"B","contract":{"plan":"gold"},"contacts":[]}\n{', 'customers', 'ndjson', []],
  ['customerId,externalId,startsAt', 'meetings', 'csv', []],
  ['"customerId","participantId","joinedAt"', 'sessions', 'csv', []],
  ['customerId,participantId,name', 'participants', 'csv', []],
  ['Meeting ID,Topic,Start Time', null, 'csv', []],
  ['"never closed,a', null, 'csv', []],
  ['{"half', null, 'ndjson', []],
  ['[1]', null, 'csv', []],
  ['', null, 'csv', []],
] as const)('%j is a file of %s', (head, kind, format, unknown) => {
  expect(recogniseFile(head, KINDS)).toEqual({ kind, format, unknown });
});
