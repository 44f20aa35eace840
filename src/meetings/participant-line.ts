import type { CopyCell } from '../platform/ingest/copy-text.js';
import type { CsvColumn } from '../platform/ingest/csv-columns.js';
import type { LineReader, StagedColumn } from '../platform/ingest/import-kind.js';
import {
  ID_LENGTH,
  NAME_LENGTH,
  optionalText,
  refuseUnknownFields,
  requiredEmail,
  requiredText,
} from '../platform/ingest/read-fields.js';

const LINE_FIELDS: ReadonlySet<string> = new Set(['customerId', 'participantId', 'name', 'email']);

export const PARTICIPANT_COLUMNS: readonly CsvColumn[] = [
  { name: 'customerId', required: true },
  { name: 'participantId', required: true },
  { name: 'name', required: true },
  { name: 'email' },
];

export const STAGED_PARTICIPANT: readonly StagedColumn[] = [
  { name: 'customer_external_id', type: 'text' },
  { name: 'participant_id', type: 'text' },
  { name: 'name', type: 'text' },
  { name: 'email', type: 'text' },
];

/** Reads a line of a file of participants' names, faults noted. Names are optional: no other file needs this one. */
export function participantLineReader(): LineReader {
  return (value, faults): CopyCell[] => {
    refuseUnknownFields(value, LINE_FIELDS, '', faults);
    const said = optionalText(value['email'], 'email', NAME_LENGTH, faults);
    return [
      requiredText(value['customerId'], 'customerId', ID_LENGTH, faults),
      requiredText(value['participantId'], 'participantId', ID_LENGTH, faults),
      requiredText(value['name'], 'name', NAME_LENGTH, faults),
      said === null ? null : requiredEmail(said, 'email', faults),
    ];
  };
}
