import { DomainError } from '../kernel/domain-error.js';
import type { LineObject } from '../platform/ingest/import-line.js';
import { LineFaults } from '../platform/ingest/line-faults.js';
import { refuseUnknownFields } from '../platform/ingest/read-fields.js';
import type { RetentionStep } from '../platform/personal/personal-data.service.js';

/** For how many days what is personal is kept. */
export type RetentionDays = Readonly<Record<RetentionStep['what'], number>>;

/**
 * Names are needed while a case is worked; sessions and the people of impacts while a claim can still be made and checked;
 * so are the words of a claim and who sent it. Amounts, letters and their explanations are kept on without them.
 */
export const DEFAULT_RETENTION_DAYS: RetentionDays = { sessions: 730, names: 90, impacts: 730, claims: 730 };

const KINDS = new Set(Object.keys(DEFAULT_RETENTION_DAYS));
/** A case is worked for a week at least; older than ten years nothing is taken in. */
const LEAST_DAYS = 7;
const MOST_DAYS = 3650;

/** The days with those that the input names written over. Throws `invalid_input` with every fault and its path. */
export function changedRetentionDays(stored: RetentionDays, input: unknown): RetentionDays {
  const faults = new LineFaults();
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  if (!isObject) faults.add('', 'not_an_object', 'Send the days as one JSON object.');
  const said = isObject ? readDays(input as LineObject, faults) : {};
  if (faults.found.length === 0) return { ...stored, ...said };
  const reasons = faults.found.map(({ field, code, message }) => ({ path: field, code, message }));
  throw new DomainError('invalid', 'invalid_input', 'The input is not valid.', { reasons });
}

function readDays(input: LineObject, faults: LineFaults): Partial<RetentionDays> {
  refuseUnknownFields(input, KINDS, '', faults);
  const said = Object.entries(input).filter(([name, days]) => KINDS.has(name) && days !== undefined);
  for (const [name, days] of said) {
    if (!Number.isInteger(days) || Number(days) < LEAST_DAYS || Number(days) > MOST_DAYS) {
      faults.add(name, 'days_out_of_range', `This must be a whole number from ${LEAST_DAYS} to ${MOST_DAYS}.`);
    }
  }
  return Object.fromEntries(said);
}
