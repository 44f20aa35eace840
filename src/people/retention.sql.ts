import type { Tx } from '../platform/database/database.js';
import { findSetting } from '../platform/settings/settings.sql.js';
import { DEFAULT_RETENTION_DAYS, type RetentionDays } from './retention-days.js';

/** Under which the days are stored. */
export const RETENTION_KEY = 'retention';

/** The days as stored; version 0, by nobody, before anyone has said anything. */
export type StoredRetention = RetentionDays & {
  readonly version: number;
  readonly updatedBy: string | null;
  readonly updatedAt: Date | null;
};

/** For how long what is personal is kept, as it stands. */
export async function findRetention(tx: Tx): Promise<StoredRetention> {
  const found = await findSetting<Partial<RetentionDays>>(tx, RETENTION_KEY);
  if (found === undefined) return { ...DEFAULT_RETENTION_DAYS, version: 0, updatedBy: null, updatedAt: null };
  const { value, ...record } = found;
  return { ...DEFAULT_RETENTION_DAYS, ...value, ...record };
}
