import { row, rows, type Tx } from '../database/database.js';
import { type CompanySettings, NO_SETTINGS } from './company-settings.js';

/** The settings as stored; version 0, by nobody, before anyone has said anything. */
export type StoredSettings = CompanySettings & {
  readonly version: number;
  readonly updatedBy: string | null;
  readonly updatedAt: Date | null;
};

type SettingRow = { value: Partial<CompanySettings>; version: number; updatedBy: string; updatedAt: Date };

const COMPANY = 'company';
const COLUMNS = 'value, version, updated_by as "updatedBy", updated_at as "updatedAt"';

/** What the company has said of itself, as it stands. */
export async function findCompanySettings(tx: Tx): Promise<StoredSettings> {
  const found = await row<SettingRow>(tx, `select ${COLUMNS} from setting where key = $1`, [COMPANY]);
  if (found === undefined) return { ...NO_SETTINGS, version: 0, updatedBy: null, updatedAt: null };
  const { value, ...record } = found;
  return { ...NO_SETTINGS, ...value, ...record };
}

/** The same, while everybody else who would change it waits for the transaction's end, the very first ones too. */
export async function lockCompanySettings(tx: Tx): Promise<StoredSettings> {
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended('amends settings', 0))`);
  return findCompanySettings(tx);
}

/** Keeps the settings in place of what is there. */
export async function saveCompanySettings(
  tx: Tx,
  settings: CompanySettings,
  record: { readonly version: number; readonly updatedBy: string; readonly updatedAt: Date },
): Promise<void> {
  await rows(
    tx,
    `insert into setting (key, value, version, updated_by, updated_at) values ($1, $2, $3, $4, $5)
     on conflict (key) do update set value = excluded.value, version = excluded.version,
       updated_by = excluded.updated_by, updated_at = excluded.updated_at`,
    [COMPANY, JSON.stringify(settings), record.version, record.updatedBy, record.updatedAt],
  );
}
