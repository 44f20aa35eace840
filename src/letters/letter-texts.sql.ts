import { row, rows, type Tx } from '../platform/database/database.js';
import { listRows, type ListQuery, type Page } from '../platform/http/list.js';
import { NO_OWN_TEXTS, type OwnTexts } from './own-texts.js';

/** The company's own words as they stand; version 0, by nobody, while it has none. */
export type StoredOwnTexts = {
  readonly texts: OwnTexts;
  readonly version: number;
  readonly updatedBy: string | null;
  readonly updatedAt: Date | null;
};

/** A version of them: whose it is, and how many paragraphs it words. */
export type OwnTextsVersion = {
  readonly version: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly paragraphs: number;
};

const NOTHING: StoredOwnTexts = { texts: NO_OWN_TEXTS, version: 0, updatedBy: null, updatedAt: null };

/** The latest version. */
export async function findOwnTexts(tx: Tx): Promise<StoredOwnTexts> {
  return (await findOwnTextsOf(tx, null)) ?? NOTHING;
}

/** One version, or the latest (null). */
export function findOwnTextsOf(tx: Tx, version: number | null): Promise<StoredOwnTexts | undefined> {
  return row<StoredOwnTexts>(
    tx,
    `select texts, version, created_by as "updatedBy", created_at as "updatedAt"
       from letter_text_version where $1::int is null or version = $1 order by version desc limit 1`,
    [version],
  );
}

/** All versions, the latest first. */
export function listOwnTexts(tx: Tx, page: ListQuery): Promise<Page<OwnTextsVersion>> {
  const select = `
    select version, created_by as "createdBy", created_at as "createdAt",
           (select count(*)::int from jsonb_each(texts) l, jsonb_each(l.value) n, jsonb_object_keys(n.value)) as paragraphs
      from letter_text_version`;
  const order = [{ name: 'version', type: 'int', direction: 'desc' }] as const;
  return listRows<OwnTextsVersion>(tx, { select, values: [], order }, page);
}

/** One at a time words them anew. */
export async function lockOwnTexts(tx: Tx): Promise<StoredOwnTexts> {
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended('amends letter texts', 0))`);
  return findOwnTexts(tx);
}
