import type { CopyCell } from '../platform/ingest/copy-text.js';
import type { CsvColumn } from '../platform/ingest/csv-columns.js';
import type { LineContext, LineReader, StagedColumn } from '../platform/ingest/import-kind.js';
import {
  ID_LENGTH,
  optionalInstant,
  optionalText,
  optionalWord,
  refuseUnknownFields,
  requiredInstant,
  requiredText,
  requiredWord,
} from '../platform/ingest/read-fields.js';
import { PARTICIPANT_ROLES, SESSION_KINDS } from './participant.js';
import { boundsOfThePast } from './retention.js';

const LINE_FIELDS: ReadonlySet<string> = new Set([
  'customerId',
  'meetingId',
  'participantId',
  'role',
  'kind',
  'joinedAt',
  'leftAt',
  'sessionId',
]);

/** A longer stay is a mistake in the source. */
export const LONGEST_SESSION_SECONDS = 31 * 86_400;

export const SESSION_COLUMNS: readonly CsvColumn[] = [
  { name: 'customerId', required: true },
  { name: 'meetingId', required: true },
  { name: 'participantId', required: true },
  { name: 'role', required: true },
  { name: 'kind' },
  { name: 'joinedAt', required: true },
  { name: 'leftAt' },
  { name: 'sessionId' },
];

/** Instants are staged as seconds since 1970, the kind as its place among `SESSION_KINDS`, from 0. */
export const STAGED_SESSION: readonly StagedColumn[] = [
  { name: 'customer_external_id', type: 'text' },
  { name: 'meeting_external_id', type: 'text' },
  { name: 'participant_id', type: 'text' },
  { name: 'is_facilitator', type: 'boolean' },
  { name: 'kind_rank', type: 'smallint' },
  { name: 'joined_at', type: 'bigint' },
  { name: 'left_at', type: 'bigint' },
  { name: 'session_id', type: 'text' },
];

/** Reads a line of a file of sessions, faults noted. */
export function sessionLineReader({ now }: LineContext): LineReader {
  const bounds = boundsOfThePast(now);
  return (value, faults): CopyCell[] => {
    refuseUnknownFields(value, LINE_FIELDS, '', faults);
    const joinedAt = requiredInstant(value['joinedAt'], 'joinedAt', bounds, faults);
    const leftAt = optionalInstant(value['leftAt'], 'leftAt', bounds, faults);
    if (joinedAt !== null && leftAt !== null && leftAt < joinedAt) {
      faults.add('leftAt', 'leaves_before_joining', 'A session ends after it begins.');
    }
    if (joinedAt !== null && leftAt !== null && leftAt - joinedAt > LONGEST_SESSION_SECONDS) {
      faults.add('leftAt', 'session_too_long', 'A session lasts 31 days at most.');
    }
    return [
      requiredText(value['customerId'], 'customerId', ID_LENGTH, faults),
      requiredText(value['meetingId'], 'meetingId', ID_LENGTH, faults),
      requiredText(value['participantId'], 'participantId', ID_LENGTH, faults),
      requiredWord(value['role'], 'role', PARTICIPANT_ROLES, faults) === 'facilitator',
      SESSION_KINDS.indexOf(optionalWord(value['kind'], 'kind', SESSION_KINDS, faults) ?? 'person'),
      joinedAt,
      leftAt,
      optionalText(value['sessionId'], 'sessionId', ID_LENGTH, faults) ?? '',
    ];
  };
}
