import type { LineObject } from '../ingest/import-line.js';
import type { LineFaults } from '../ingest/line-faults.js';
import { NAME_LENGTH, optionalBoolean, optionalText, optionalWord, requiredText } from '../ingest/read-fields.js';
import { isMailAddress } from './mail-address.js';

/** TLS from the first byte, TLS after STARTTLS or nothing at all; without any only to this very machine. */
export const MAIL_SECURITIES = ['tls', 'starttls', 'none'] as const;
export type MailSecurity = (typeof MAIL_SECURITIES)[number];

/** How e-mail leaves. The password is a secret: `AMENDS_SMTP_PASSWORD`. */
export type MailSettings = {
  readonly host: string;
  readonly port: number;
  readonly security: MailSecurity;
  /** Null when the server asks for none. */
  readonly user: string | null;
  readonly fromName: string;
  readonly fromAddress: string;
  /** Where answers go when that is another address. */
  readonly replyTo: string | null;
  /** Whether the provider takes `name+anything@domain` for `name@domain`, so that an answer says its case. */
  readonly plusAddressing: boolean;
  /** Mails a minute of one bulk send at most. */
  readonly perMinute: number;
};

export const MAIL_FIELDS = new Set([
  'host',
  'port',
  'security',
  'user',
  'fromName',
  'fromAddress',
  'replyTo',
  'plusAddressing',
  'perMinute',
]);

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);
const HOST = /^[A-Za-z0-9.:-]{1,253}$/;
const DEFAULT_PORTS: Readonly<Record<MailSecurity, number>> = { tls: 465, starttls: 587, none: 25 };
const DEFAULT_PER_MINUTE = 60;
const MAX_PER_MINUTE = 100_000;

/** Reads the settings of e-mail, which are stated whole; null takes them away. Notes every fault. */
export function readMailSettings(raw: LineObject | null, faults: LineFaults): MailSettings | null {
  if (raw === null) return null;
  const host = requiredText(raw['host'], 'mail.host', 253, faults) ?? '';
  if (host !== '' && !HOST.test(host))
    faults.add('mail.host', 'invalid_host', 'This is no name or address of a server.');
  const security = optionalWord(raw['security'], 'mail.security', MAIL_SECURITIES, faults) ?? 'starttls';
  if (security === 'none' && !LOOPBACK.has(host)) {
    faults.add('mail.security', 'encryption_required', 'Only a server on this machine may be spoken to unencrypted.');
  }
  const replyTo = raw['replyTo'] === undefined || raw['replyTo'] === null ? null : readAddress(raw, 'replyTo', faults);
  return {
    host,
    port: readWhole(raw, 'port', DEFAULT_PORTS[security], 65_535, faults),
    security,
    user: optionalText(raw['user'], 'mail.user', NAME_LENGTH, faults),
    fromName: requiredText(raw['fromName'], 'mail.fromName', 200, faults) ?? '',
    fromAddress: readAddress(raw, 'fromAddress', faults),
    replyTo,
    plusAddressing: optionalBoolean(raw['plusAddressing'], 'mail.plusAddressing', faults) ?? false,
    perMinute: readWhole(raw, 'perMinute', DEFAULT_PER_MINUTE, MAX_PER_MINUTE, faults),
  };
}

function readAddress(raw: LineObject, name: string, faults: LineFaults): string {
  const text = requiredText(raw[name], `mail.${name}`, 254, faults) ?? '';
  if (text !== '' && !isMailAddress(text)) {
    faults.add(`mail.${name}`, 'invalid_email', 'This is not one e-mail address.');
  }
  return text;
}

function readWhole(raw: LineObject, name: string, fallback: number, limit: number, faults: LineFaults): number {
  const value = raw[name];
  if (value === undefined || value === null) return fallback;
  if (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= limit) return Number(value);
  faults.add(`mail.${name}`, 'not_in_range', `This must be a whole number from 1 to ${limit}.`);
  return fallback;
}
