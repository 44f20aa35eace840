import type { CopyCell } from '../platform/ingest/copy-text.js';
import type { CsvColumn } from '../platform/ingest/csv-columns.js';
import type { LineContext, LineReader, StagedColumn } from '../platform/ingest/import-kind.js';
import {
  ID_LENGTH,
  optionalWord,
  refuseUnknownFields,
  requiredInstant,
  requiredText,
  requiredWord,
} from '../platform/ingest/read-fields.js';
import { ATTEMPT_OUTCOMES, PARTICIPANT_ROLES } from './participant.js';
import { boundsOfThePast } from './retention.js';

const LINE_FIELDS: ReadonlySet<string> = new Set(['customerId', 'meetingId', 'participantId', 'role', 'at', 'outcome']);

export const ATTEMPT_COLUMNS: readonly CsvColumn[] = [
  { name: 'customerId', required: true },
  { name: 'meetingId', required: true },
  { name: 'participantId', required: true },
  { name: 'role' },
  { name: 'at', required: true },
  { name: 'outcome', required: true },
];

/** The instant is staged as seconds since 1970; the role is '' when the line names none. */
export const STAGED_ATTEMPT: readonly StagedColumn[] = [
  { name: 'customer_external_id', type: 'text' },
  { name: 'meeting_external_id', type: 'text' },
  { name: 'participant_id', type: 'text' },
  { name: 'role', type: 'text' },
  { name: 'at', type: 'bigint' },
  { name: 'outcome', type: 'text' },
];

/** Reads a line of a file of join attempts, faults noted. */
export function attemptLineReader({ now }: LineContext): LineReader {
  const bounds = boundsOfThePast(now);
  return (value, faults): CopyCell[] => {
    refuseUnknownFields(value, LINE_FIELDS, '', faults);
    return [
      requiredText(value['customerId'], 'customerId', ID_LENGTH, faults),
      requiredText(value['meetingId'], 'meetingId', ID_LENGTH, faults),
      requiredText(value['participantId'], 'participantId', ID_LENGTH, faults),
      optionalWord(value['role'], 'role', PARTICIPANT_ROLES, faults) ?? '',
      requiredInstant(value['at'], 'at', bounds, faults),
      requiredWord(value['outcome'], 'outcome', ATTEMPT_OUTCOMES, faults),
    ];
  };
}
