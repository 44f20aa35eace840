import { randomBytes } from 'node:crypto';

/** The name under which the key that signs customers' links is given to whoever makes or reads one. */
export const LINK_KEY = 'amends:link-key';

/** A key for a process that keeps none: its links end with it. */
export function passingLinkKey(): string {
  return randomBytes(32).toString('base64url');
}
