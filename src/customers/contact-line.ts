import type { CopyCell } from '../platform/ingest/copy-text.js';
import type { CsvColumn } from '../platform/ingest/csv-columns.js';
import type { LineContext, LineReader, StagedColumn } from '../platform/ingest/import-kind.js';
import type { LineObject } from '../platform/ingest/import-line.js';
import type { LineFaults } from '../platform/ingest/line-faults.js';
import {
  ID_LENGTH,
  NAME_LENGTH,
  optionalBoolean,
  refuseUnknownFields,
  requiredEmail,
  requiredText,
} from '../platform/ingest/read-fields.js';

/** A contact as a line states it. `optedOut` is null when the line does not say, which leaves it as it was. */
export type ContactLine = {
  readonly name: string | null;
  readonly email: string | null;
  readonly role: string | null;
  readonly optedOut: boolean | null;
};

export const CONTACT_FIELDS: ReadonlySet<string> = new Set(['name', 'email', 'role', 'optedOut']);

const LINE_FIELDS: ReadonlySet<string> = new Set(['customerId', ...CONTACT_FIELDS]);

export const CONTACT_COLUMNS: readonly CsvColumn[] = [
  { name: 'customerId', required: true },
  { name: 'name', required: true },
  { name: 'email', required: true },
  { name: 'role', required: true },
  { name: 'optedOut', form: 'boolean' },
];

export const STAGED_CONTACT: readonly StagedColumn[] = [
  { name: 'new_id', type: 'uuid' },
  { name: 'customer_external_id', type: 'text' },
  { name: 'name', type: 'text' },
  { name: 'email', type: 'text' },
  { name: 'role', type: 'text' },
  { name: 'opted_out', type: 'boolean' },
];

/** The fields of one contact, faults noted; `parent` is the path of the contact with its dot, '' for a line of its own. */
export function readContact(value: LineObject, parent: string, faults: LineFaults): ContactLine {
  return {
    name: requiredText(value['name'], `${parent}name`, NAME_LENGTH, faults),
    email: requiredEmail(value['email'], `${parent}email`, faults),
    role: requiredText(value['role'], `${parent}role`, ID_LENGTH, faults),
    optedOut: optionalBoolean(value['optedOut'], `${parent}optedOut`, faults),
  };
}

/** Reads a line of a file of contacts, faults noted. */
export function contactLineReader({ newId }: LineContext): LineReader {
  return (value, faults): CopyCell[] => {
    refuseUnknownFields(value, LINE_FIELDS, '', faults);
    const customerId = requiredText(value['customerId'], 'customerId', ID_LENGTH, faults);
    const { name, email, role, optedOut } = readContact(value, '', faults);
    return [newId(), customerId, name, email, role, optedOut];
  };
}
