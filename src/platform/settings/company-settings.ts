import { DomainError } from '../../kernel/domain-error.js';
import type { LineObject } from '../ingest/import-line.js';
import { LineFaults } from '../ingest/line-faults.js';
import {
  ID_LENGTH,
  NAME_LENGTH,
  optionalObject,
  optionalText,
  optionalWord,
  refuseUnknownFields,
  requiredEmail,
  requiredText,
} from '../ingest/read-fields.js';
import { MAIL_FIELDS, type MailSettings, readMailSettings } from '../mail/mail-settings.js';

/** Who the company is to those it writes to. Texts that it has not are empty; e-mail and phone are not both. */
export type Sender = {
  readonly name: string;
  readonly addressLines: readonly string[];
  readonly city: string;
  readonly email: string;
  readonly phone: string;
  readonly signatoryName: string;
  readonly signatoryTitle: string;
  /** The company's own small print, such as its capital and register number. */
  readonly legalLine: string;
};

/** Whether the amounts that the company names are net or gross of tax. */
export const TAX_BASES = ['net', 'gross'] as const;
export type TaxBasis = (typeof TAX_BASES)[number];

/** What the company has said of itself; null is what it has not said. No secret ever stands here. */
export type CompanySettings = {
  readonly sender: Sender | null;
  /** Where customers reach this installation, without a slash at its end. */
  readonly publicUrl: string | null;
  /** Who looks after a customer that nobody owns. */
  readonly defaultOwner: string | null;
  readonly taxBasis: TaxBasis | null;
  /** How e-mail leaves; without it, mail waits. */
  readonly mail: MailSettings | null;
};

/** As it is before anyone has said anything. */
export const NO_SETTINGS: CompanySettings = {
  sender: null,
  publicUrl: null,
  defaultOwner: null,
  taxBasis: null,
  mail: null,
};

/** Settings to write over; one that is undefined stays. */
export type SettingsChange = Partial<CompanySettings>;

const MAX_ADDRESS_LINES = 6;
const PHONE_LENGTH = 50;
const URL_LENGTH = 500;
const SETTINGS = new Set(Object.keys(NO_SETTINGS));
const SENDER_FIELDS = new Set([
  'name',
  'addressLines',
  'city',
  'email',
  'phone',
  'signatoryName',
  'signatoryTitle',
  'legalLine',
]);

/**
 * Reads a change of the settings from anything. Null takes a setting away, one that is absent stays; a sender is stated
 * whole. Throws `invalid_input` with every fault and its path.
 */
export function readSettingsChange(input: unknown): SettingsChange {
  const faults = new LineFaults();
  const change = isObject(input) ? readChange(input, faults) : {};
  if (!isObject(input)) faults.add('', 'not_an_object', 'Send the settings as one JSON object.');
  if (faults.found.length === 0) return change;
  const reasons = faults.found.map(({ field, code, message }) => ({ path: field, code, message }));
  throw new DomainError('invalid', 'invalid_input', 'The input is not valid.', { reasons });
}

/** The settings with a change made. */
export function changedSettings(stored: CompanySettings, change: SettingsChange): CompanySettings {
  return {
    sender: change.sender === undefined ? stored.sender : change.sender,
    publicUrl: change.publicUrl === undefined ? stored.publicUrl : change.publicUrl,
    defaultOwner: change.defaultOwner === undefined ? stored.defaultOwner : change.defaultOwner,
    taxBasis: change.taxBasis === undefined ? stored.taxBasis : change.taxBasis,
    mail: change.mail === undefined ? stored.mail : change.mail,
  };
}

function isObject(input: unknown): input is LineObject {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

function readChange(input: LineObject, faults: LineFaults): SettingsChange {
  refuseUnknownFields(input, SETTINGS, '', faults);
  const said = <T>(name: string, read: (raw: unknown) => T): T | undefined =>
    input[name] === undefined ? undefined : read(input[name]);
  return {
    sender: said('sender', (raw) => readSender(optionalObject(raw, 'sender', SENDER_FIELDS, faults), faults)),
    publicUrl: said('publicUrl', (raw) => readUrl(optionalText(raw, 'publicUrl', URL_LENGTH, faults), faults)),
    defaultOwner: said('defaultOwner', (raw) => optionalText(raw, 'defaultOwner', ID_LENGTH, faults)),
    taxBasis: said('taxBasis', (raw) => optionalWord(raw, 'taxBasis', TAX_BASES, faults)),
    mail: said('mail', (raw) => readMailSettings(optionalObject(raw, 'mail', MAIL_FIELDS, faults), faults)),
  };
}

function readSender(raw: LineObject | null, faults: LineFaults): Sender | null {
  if (raw === null) return null;
  const required = (name: string): string => requiredText(raw[name], `sender.${name}`, NAME_LENGTH, faults) ?? '';
  const optional = (name: string, limit = NAME_LENGTH): string =>
    optionalText(raw[name], `sender.${name}`, limit, faults) ?? '';
  const hasEmail = optional('email') !== '';
  const sender: Sender = {
    name: required('name'),
    addressLines: readAddress(raw['addressLines'], faults),
    city: optional('city'),
    email: hasEmail ? (requiredEmail(raw['email'], 'sender.email', faults) ?? '') : '',
    phone: optional('phone', PHONE_LENGTH),
    signatoryName: required('signatoryName'),
    signatoryTitle: optional('signatoryTitle'),
    legalLine: optional('legalLine'),
  };
  if (!hasEmail && sender.phone === '') {
    faults.add('sender', 'no_way_to_answer', 'The sender needs an e-mail address or a phone.');
  }
  return sender;
}

function readAddress(raw: unknown, faults: LineFaults): string[] {
  if (raw === undefined || raw === null) return [];
  const field = 'sender.addressLines';
  if (!Array.isArray(raw)) faults.add(field, 'not_a_list', 'This must be a list.');
  else if (raw.length > MAX_ADDRESS_LINES) {
    faults.add(field, 'too_many_lines', `An address has at most ${MAX_ADDRESS_LINES} lines.`);
  } else {
    return raw.flatMap((line: unknown, index) => requiredText(line, `${field}.${index}`, NAME_LENGTH, faults) ?? []);
  }
  return [];
}

function readUrl(text: string | null, faults: LineFaults): string | null {
  if (text === null) return null;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlace = url !== undefined && url.username === '' && url.password === '' && url.search + url.hash === '';
  if (isPlace && (url.protocol === 'https:' || url.protocol === 'http:')) return url.href.replace(/\/+$/, '');
  faults.add('publicUrl', 'invalid_url', 'This must be an http or https address without a password or a query.');
  return null;
}
