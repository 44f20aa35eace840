import { isPlainLine, isPlainText } from '../platform/http/fields.js';
import type { PortalTexts } from './portal-texts.js';

/** The forms of the page. */
export const PORTAL_FORMS = ['accept', 'decline', 'question'] as const;
export type PortalForm = (typeof PORTAL_FORMS)[number];

/** What is wrong with a form, field by field. */
export type FormFaults = Readonly<Partial<Record<FormField, keyof PortalTexts['faults']>>>;
export type FormField = 'name' | 'role' | 'reason' | 'text' | 'confirmed';

/** A form as it came: the texts of its fields, trimmed, and what is wrong with them. `shown` is the digest of the page. */
export type ReadForm = {
  readonly values: Readonly<Partial<Record<FormField, string>>>;
  readonly shown: string;
  readonly faults: FormFaults;
};

const LIMITS: Readonly<Record<FormField, number>> = { name: 95, role: 95, reason: 2000, text: 4000, confirmed: 3 };
const FIELDS: Readonly<Record<PortalForm, readonly FormField[]>> = {
  accept: ['name', 'role', 'confirmed'],
  decline: ['reason'],
  question: ['name', 'text'],
};
const ONE_LINE: readonly FormField[] = ['name', 'role'];

/** Reads a form from anything: every fault at once, and what was typed, to be typed no second time. */
export function readForm(form: PortalForm, body: unknown): ReadForm {
  const source = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  const values: Partial<Record<FormField, string>> = {};
  const faults: { -readonly [field in FormField]?: keyof PortalTexts['faults'] } = {};
  for (const field of FIELDS[form]) {
    const raw = source[field];
    const text = typeof raw === 'string' ? raw.replaceAll('\r\n', '\n').trim() : '';
    values[field] = text.slice(0, LIMITS[field]);
    const fault = faultOf(field, text);
    if (fault !== null) faults[field] = fault;
  }
  const { shown } = source;
  return { values, faults, shown: typeof shown === 'string' ? shown : '' };
}

function faultOf(field: FormField, text: string): keyof PortalTexts['faults'] | null {
  if (field === 'confirmed') return text === 'yes' ? null : 'notConfirmed';
  if (text === '') return 'required';
  if (text.length > LIMITS[field]) return 'tooLong';
  if (!(ONE_LINE.includes(field) ? isPlainLine(text) : isPlainText(text))) return 'notPlain';
  return null;
}
