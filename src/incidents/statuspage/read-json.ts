import { isPlainText } from '../../platform/http/fields.js';

export type Json = Readonly<Record<string, unknown>>;

/** RFC 3339, with or without a colon in the offset, which some exports leave out. */
const ZONED = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s?(Z|[+-]\d\d:?\d\d)$/i;

export function asObject(raw: unknown): Json | null {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? (raw as Json) : null;
}

/** The list, or an empty one for anything else. */
export function asList(raw: unknown): readonly unknown[] {
  return Array.isArray(raw) ? raw : [];
}

/** A text or a number as text, without control characters; null for anything else and for a blank one. */
export function asText(raw: unknown): string | null {
  const text = typeof raw === 'number' ? String(raw) : raw;
  if (typeof text !== 'string') return null;
  const clean = text.replaceAll(/(?![\t\n\r])[\p{Cc}\p{Cs}]/gu, '').trim();
  return isPlainText(clean) ? clean : null;
}

/** An instant that says its offset, cut to the second; null for anything else: no zone is ever assumed. */
export function readZoned(raw: unknown): Date | null {
  const parts = typeof raw === 'string' ? ZONED.exec(raw.trim()) : null;
  if (parts === null) return null;
  const [, date = '', time = '', offset = ''] = parts;
  const colon = /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset.toUpperCase();
  const instant = new Date(`${date}T${time.length === 5 ? `${time}:00` : time}${colon}`);
  return Number.isNaN(instant.getTime()) ? null : instant;
}
