import type { Tx } from '../platform/database/database.js';
import { findSetting } from '../platform/settings/settings.sql.js';
import { DEFAULT_OUTREACH_SETTINGS, type OutreachSettings } from './outreach-settings.js';

/** Under which the settings are stored. */
export const OUTREACH_KEY = 'outreach';

/** The settings as stored; version 0, by nobody, before anyone has said anything. */
export type StoredOutreachSettings = OutreachSettings & {
  readonly version: number;
  readonly updatedBy: string | null;
  readonly updatedAt: Date | null;
};

/** How the company follows its cases up, as it stands. */
export async function findOutreachSettings(tx: Tx): Promise<StoredOutreachSettings> {
  const found = await findSetting<Partial<OutreachSettings>>(tx, OUTREACH_KEY);
  if (found === undefined) return { ...DEFAULT_OUTREACH_SETTINGS, version: 0, updatedBy: null, updatedAt: null };
  const { value, ...record } = found;
  return { ...DEFAULT_OUTREACH_SETTINGS, ...value, ...record };
}
