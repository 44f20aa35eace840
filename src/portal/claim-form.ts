import type { SaidClaim } from '../claims/claim.js';
import { LOCAL_TIME, MAX_CLAIMED_MINUTES, SAID_LIMITS } from '../claims/said-claim.js';
import { isDayText, isPlainLine, isPlainText } from '../platform/http/fields.js';
import { isMailAddress } from '../platform/mail/mail-address.js';
import type { ClaimTexts } from './claim-texts.js';

export const CLAIM_FIELDS = [
  'name',
  'email',
  'company',
  'meeting',
  'day',
  'time',
  'minutes',
  'reference',
  'text',
] as const;
export type ClaimField = (typeof CLAIM_FIELDS)[number];
export type ClaimFault = keyof ClaimTexts['faults'];
export type ClaimFaults = Readonly<Partial<Record<ClaimField, ClaimFault>>>;

/** A form as it came: the texts of its fields, trimmed, and what is wrong with them; `said` when nothing is. */
export type ReadClaim = {
  readonly values: Readonly<Record<ClaimField, string>>;
  readonly faults: ClaimFaults;
  readonly said: SaidClaim | null;
};

const LONGEST: Readonly<Record<ClaimField, number>> = { ...SAID_LIMITS, day: 10, time: 5, minutes: 6 };
const REQUIRED: readonly ClaimField[] = ['name', 'email', 'text'];

/** Reads a form from anything: every fault at once, and what was typed, to be typed no second time. */
export function readClaimForm(body: unknown): ReadClaim {
  const source = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  const typed = (field: ClaimField): string => {
    const raw = source[field];
    return typeof raw === 'string' ? raw.replaceAll('\r\n', '\n').trim() : '';
  };
  const found = CLAIM_FIELDS.flatMap((field) => {
    const fault = faultOf(field, typed(field));
    return fault === null ? [] : [[field, fault] as const];
  });
  const faults: { [field in ClaimField]?: ClaimFault } = Object.fromEntries(found);
  // Without either nobody could find out what it is about.
  if (typed('meeting') === '' && typed('day') === '') faults.day = 'meetingOrDay';
  const values = Object.fromEntries(
    CLAIM_FIELDS.map((field) => [field, typed(field).slice(0, LONGEST[field])]),
  ) as Record<ClaimField, string>;
  return { values, faults, said: Object.keys(faults).length === 0 ? saidBy(values) : null };
}

function saidBy(values: Readonly<Record<ClaimField, string>>): SaidClaim {
  const optional = (field: ClaimField): string | null => (values[field] === '' ? null : values[field]);
  return {
    name: values.name,
    email: values.email,
    company: optional('company'),
    meeting: optional('meeting'),
    day: optional('day'),
    time: optional('time'),
    text: values.text,
    reference: optional('reference'),
    claimedMinutes: values.minutes === '' ? null : Number(values.minutes),
    claimedPercent: null,
    claimedAmount: null,
  };
}

function faultOf(field: ClaimField, text: string): ClaimFault | null {
  if (text === '') return REQUIRED.includes(field) ? 'required' : null;
  if (text.length > LONGEST[field]) return 'tooLong';
  switch (field) {
    case 'email':
      return isMailAddress(text) ? null : 'notAddress';
    case 'day':
      return isDayText(text) ? null : 'notDay';
    case 'time':
      return LOCAL_TIME.test(text) ? null : 'notTime';
    case 'minutes':
      return /^\d{1,6}$/.test(text) && Number(text) <= MAX_CLAIMED_MINUTES ? null : 'notMinutes';
    case 'text':
      return isPlainText(text) ? null : 'notPlain';
    case 'name':
    case 'company':
    case 'meeting':
    case 'reference':
      return isPlainLine(text) ? null : 'notPlain';
    default:
      return field satisfies never;
  }
}
