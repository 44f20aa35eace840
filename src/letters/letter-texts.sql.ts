import { row, rows, type Tx } from '../platform/database/database.js';
import { NO_OWN_TEXTS, type OwnTexts } from './own-texts.js';

/** The company's own words as they stand; version 0, by nobody, while it has none. */
export type StoredOwnTexts = {
  readonly texts: OwnTexts;
  readonly version: number;
  readonly updatedBy: string | null;
  readonly updatedAt: Date | null;
};

const NOTHING: StoredOwnTexts = { texts: NO_OWN_TEXTS, version: 0, updatedBy: null, updatedAt: null };

/** The latest version. */
export async function findOwnTexts(tx: Tx): Promise<StoredOwnTexts> {
  const found = await row<StoredOwnTexts>(
    tx,
    `select texts, version, created_by as "updatedBy", created_at as "updatedAt"
       from letter_text_version order by version desc limit 1`,
  );
  return found ?? NOTHING;
}

/** One at a time words them anew. */
export async function lockOwnTexts(tx: Tx): Promise<StoredOwnTexts> {
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended('amends letter texts', 0))`);
  return findOwnTexts(tx);
}
