import { Temporal } from 'temporal-polyfill';
import { isCurrency } from '../kernel/money.js';
import type { CopyCell } from '../platform/ingest/copy-text.js';
import type { CsvColumn } from '../platform/ingest/csv-columns.js';
import type { LineContext, LineReader, StagedColumn } from '../platform/ingest/import-kind.js';
import type { LineObject } from '../platform/ingest/import-line.js';
import type { LineFaults } from '../platform/ingest/line-faults.js';
import {
  ID_LENGTH,
  type InstantBounds,
  NAME_LENGTH,
  optionalInstant,
  optionalObject,
  optionalObjects,
  optionalText,
  optionalTextSet,
  optionalWord,
  refuseUnknownFields,
  requiredAmount,
  requiredObject,
  requiredText,
} from '../platform/ingest/read-fields.js';
import { isDate } from '../platform/ingest/read-instant.js';
import { CONTACT_FIELDS, readContact } from './contact-line.js';
import { CONTRACT_STATUSES } from './contract.js';
import { canonicalLocale, isTimeZone } from './places.js';

const LINE_FIELDS: ReadonlySet<string> = new Set([
  'externalId',
  'name',
  'timezone',
  'locale',
  'contract',
  'owner',
  'components',
  'billing',
  'contacts',
]);
const CONTRACT_FIELDS: ReadonlySet<string> = new Set(['plan', 'monthlyFee', 'policyCode', 'status', 'from', 'to']);
const FEE_FIELDS: ReadonlySet<string> = new Set(['amountMinor', 'currency']);
const BILLING_FIELDS: ReadonlySet<string> = new Set(['stripeCustomerId', 'lagoCustomerId']);

/** A contract may begin and end at any instant that a date can hold. */
const ANY_INSTANT: InstantBounds = { earliest: -30_610_224_000, latest: 253_402_300_799 };

export const CUSTOMER_COLUMNS: readonly CsvColumn[] = [
  { name: 'externalId', required: true },
  { name: 'name', required: true },
  { name: 'timezone', required: true },
  { name: 'locale', required: true },
  { name: 'contract.plan', required: true },
  { name: 'contract.monthlyFee.amountMinor', required: true, form: 'number' },
  { name: 'contract.monthlyFee.currency', required: true },
  { name: 'contract.policyCode' },
  { name: 'contract.status' },
  { name: 'contract.from', required: true },
  { name: 'contract.to' },
  { name: 'owner' },
  { name: 'components', form: 'list' },
  { name: 'billing.stripeCustomerId' },
  { name: 'billing.lagoCustomerId' },
];

/** `stated` holds the optional fields that the line names, and only these: a null clears, an absent one leaves alone. */
export const STAGED_CUSTOMER: readonly StagedColumn[] = [
  { name: 'new_id', type: 'uuid' },
  { name: 'external_id', type: 'text' },
  { name: 'name', type: 'text' },
  { name: 'time_zone', type: 'text' },
  { name: 'locale', type: 'text' },
  { name: 'stated', type: 'jsonb' },
  { name: 'components', type: 'text[]' },
  { name: 'plan', type: 'text' },
  { name: 'monthly_fee_minor', type: 'bigint' },
  { name: 'currency', type: 'text' },
  { name: 'policy_code', type: 'text' },
  { name: 'status', type: 'text' },
  { name: 'valid_from', type: 'date' },
  { name: 'valid_to', type: 'date' },
  { name: 'contacts', type: 'jsonb' },
];

/** Reads a line of a file of customers, faults noted. */
export function customerLineReader({ newId }: LineContext): LineReader {
  return (value, faults): CopyCell[] => {
    refuseUnknownFields(value, LINE_FIELDS, '', faults);
    const timeZone = readTimeZone(value['timezone'], faults);
    const components = optionalTextSet(value['components'], 'components', ID_LENGTH, faults);
    return [
      newId(),
      requiredText(value['externalId'], 'externalId', ID_LENGTH, faults),
      requiredText(value['name'], 'name', NAME_LENGTH, faults),
      timeZone,
      readLocale(value['locale'], faults),
      readStated(value, components, faults),
      components,
      ...readContract(value['contract'], timeZone, faults),
      readContacts(value['contacts'], newId, faults),
    ];
  };
}

function readTimeZone(raw: unknown, faults: LineFaults): string | null {
  const name = requiredText(raw, 'timezone', ID_LENGTH, faults);
  if (name === null || isTimeZone(name)) return name;
  faults.add('timezone', 'unknown_time_zone', 'This is not an IANA time zone such as Europe/Paris.');
  return null;
}

function readLocale(raw: unknown, faults: LineFaults): string | null {
  const tag = requiredText(raw, 'locale', ID_LENGTH, faults);
  const locale = tag === null ? null : canonicalLocale(tag);
  if (locale !== undefined) return locale;
  faults.add('locale', 'invalid_locale', 'This is not a BCP 47 locale such as fr-FR.');
  return null;
}

function readStated(value: LineObject, components: readonly string[] | null, faults: LineFaults): CopyCell {
  const stated: Record<string, unknown> = {};
  if (Object.hasOwn(value, 'owner')) stated['owner'] = optionalText(value['owner'], 'owner', NAME_LENGTH, faults);
  if (Object.hasOwn(value, 'components')) stated['components'] = components;
  const billing = optionalObject(value['billing'], 'billing', BILLING_FIELDS, faults) ?? {};
  for (const key of BILLING_FIELDS) {
    if (Object.hasOwn(billing, key)) stated[key] = optionalText(billing[key], `billing.${key}`, ID_LENGTH, faults);
  }
  return { json: stated };
}

/** The cells from plan to valid_to. */
function readContract(raw: unknown, timeZone: string | null, faults: LineFaults): CopyCell[] {
  const contract = requiredObject(raw, 'contract', CONTRACT_FIELDS, faults);
  if (contract === null) return [null, null, null, null, null, null, null];
  const fee = requiredObject(contract['monthlyFee'], 'contract.monthlyFee', FEE_FIELDS, faults);
  const fromText = requiredText(contract['from'], 'contract.from', ID_LENGTH, faults);
  const toText = optionalText(contract['to'], 'contract.to', ID_LENGTH, faults);
  const from = dayOf(fromText, 'contract.from', timeZone, faults);
  const to = dayOf(toText, 'contract.to', timeZone, faults);
  if (from !== null && to !== null && to <= from) {
    faults.add('contract.to', 'ends_before_it_starts', 'A contract ends after its first day.');
  }
  return [
    requiredText(contract['plan'], 'contract.plan', ID_LENGTH, faults),
    fee === null ? null : requiredAmount(fee['amountMinor'], 'contract.monthlyFee.amountMinor', faults),
    fee === null ? null : readCurrency(fee['currency'], faults),
    optionalText(contract['policyCode'], 'contract.policyCode', ID_LENGTH, faults),
    optionalWord(contract['status'], 'contract.status', CONTRACT_STATUSES, faults) ?? 'active',
    from,
    to,
  ];
}

function readCurrency(raw: unknown, faults: LineFaults): string | null {
  const field = 'contract.monthlyFee.currency';
  const code = requiredText(raw, field, ID_LENGTH, faults);
  if (code === null || isCurrency(code)) return code;
  faults.add(field, 'unknown_currency', 'This is not an ISO 4217 code such as EUR, in capitals.');
  return null;
}

/** A day as it is, or the day that an instant falls on in the customer's time zone. */
function dayOf(text: string | null, field: string, timeZone: string | null, faults: LineFaults): string | null {
  if (text === null || isDate(text)) return text;
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    faults.add(field, 'invalid_date', 'There is no such day.');
    return null;
  }
  const seconds = optionalInstant(text, field, ANY_INSTANT, faults);
  if (seconds === null || timeZone === null) return null;
  const instant = Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
  return instant.toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

function readContacts(raw: unknown, newId: () => string, faults: LineFaults): CopyCell {
  const contacts = optionalObjects(raw, 'contacts', CONTACT_FIELDS, faults, (contact, path) => ({
    id: newId(),
    ...readContact(contact, path, faults),
  }));
  return contacts === null ? null : { json: contacts };
}
