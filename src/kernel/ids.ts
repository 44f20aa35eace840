import { v7 } from 'uuid';

/** A new UUIDv7: ordered by time, made by the application so that no code relies on what a database returns. */
export function newId(): string {
  return v7();
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** True for any RFC 9562 UUID in its usual text form. */
export function isId(text: string): boolean {
  return UUID.test(text);
}
