import type { Text } from '../i18n/use-text.js';
import { LINE_KINDS } from './upload.js';

/** What a file holds, in words; a kind of tomorrow may have none here. */
export function kindWord(kind: string, t: Text): string {
  const known = (['attendance', ...LINE_KINDS] as const).find((name) => name === kind);
  return known === undefined ? kind : t(`imports.kinds.${known}`);
}
