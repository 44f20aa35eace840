import type { CopyCell } from '../platform/ingest/copy-text.js';
import type { CsvColumn } from '../platform/ingest/csv-columns.js';
import type { LineContext, LineReader, StagedColumn } from '../platform/ingest/import-kind.js';
import type { LineFaults } from '../platform/ingest/line-faults.js';
import {
  ID_LENGTH,
  NAME_LENGTH,
  optionalInstant,
  optionalObjects,
  optionalProse,
  optionalTextSet,
  optionalWord,
  refuseUnknownFields,
  requiredInstant,
  requiredText,
} from '../platform/ingest/read-fields.js';
import { PARTICIPANT_ROLES } from './participant.js';
import { boundsOfASchedule, boundsOfThePast } from './retention.js';

const LINE_FIELDS: ReadonlySet<string> = new Set([
  'externalId',
  'customerId',
  'title',
  'scheduledStart',
  'scheduledEnd',
  'actualEnd',
  'cancelledAt',
  'components',
  'roster',
]);
const ROSTER_FIELDS: ReadonlySet<string> = new Set(['participantId', 'role']);

export const MEETING_COLUMNS: readonly CsvColumn[] = [
  { name: 'externalId', required: true },
  { name: 'customerId', required: true },
  { name: 'title' },
  { name: 'scheduledStart', required: true },
  { name: 'scheduledEnd', required: true },
  { name: 'actualEnd' },
  { name: 'cancelledAt' },
  { name: 'components', form: 'list' },
  { name: 'roster', form: { left: 'participantId', right: 'role' } },
];

/** Instants are staged as seconds since 1970; `roster` is a list of `[participant id, role]`, null when not told. */
export const STAGED_MEETING: readonly StagedColumn[] = [
  { name: 'new_id', type: 'uuid' },
  { name: 'external_id', type: 'text' },
  { name: 'customer_external_id', type: 'text' },
  { name: 'title', type: 'text' },
  { name: 'scheduled_start', type: 'bigint' },
  { name: 'scheduled_end', type: 'bigint' },
  { name: 'actual_end', type: 'bigint' },
  { name: 'cancelled_at', type: 'bigint' },
  { name: 'components', type: 'text[]' },
  { name: 'roster', type: 'jsonb' },
];

/** Reads a line of a file of meetings, faults noted. */
export function meetingLineReader({ now, newId }: LineContext): LineReader {
  const past = boundsOfThePast(now);
  const schedule = boundsOfASchedule(now);
  return (value, faults): CopyCell[] => {
    refuseUnknownFields(value, LINE_FIELDS, '', faults);
    const start = requiredInstant(value['scheduledStart'], 'scheduledStart', schedule, faults);
    const end = requiredInstant(value['scheduledEnd'], 'scheduledEnd', schedule, faults);
    if (start !== null && end !== null && end < start) {
      faults.add('scheduledEnd', 'ends_before_it_starts', 'A meeting ends after it starts.');
    }
    return [
      newId(),
      requiredText(value['externalId'], 'externalId', ID_LENGTH, faults),
      requiredText(value['customerId'], 'customerId', ID_LENGTH, faults),
      optionalProse(value['title'], 'title', NAME_LENGTH, faults),
      start,
      end,
      optionalInstant(value['actualEnd'], 'actualEnd', past, faults),
      optionalInstant(value['cancelledAt'], 'cancelledAt', past, faults),
      optionalTextSet(value['components'], 'components', ID_LENGTH, faults),
      readRoster(value['roster'], faults),
    ];
  };
}

function readRoster(raw: unknown, faults: LineFaults): CopyCell {
  const roster = optionalObjects(raw, 'roster', ROSTER_FIELDS, faults, (entry, path) => [
    requiredText(entry['participantId'], `${path}participantId`, ID_LENGTH, faults),
    optionalWord(entry['role'], `${path}role`, PARTICIPANT_ROLES, faults) ?? 'participant',
  ]);
  return roster === null ? null : { json: roster };
}
