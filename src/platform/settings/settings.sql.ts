import { row, rows, type Tx } from '../database/database.js';
import { type CompanySettings, NO_SETTINGS } from './company-settings.js';

/** The settings as stored; version 0, by nobody, before anyone has said anything. */
export type StoredSettings = CompanySettings & {
  readonly version: number;
  readonly updatedBy: string | null;
  readonly updatedAt: Date | null;
};

/** A setting as it is stored under its key. */
export type StoredSetting<Value> = {
  readonly value: Value;
  readonly version: number;
  readonly updatedBy: string;
  readonly updatedAt: Date;
};

type SettingRecord = Omit<StoredSetting<unknown>, 'value'>;

const COMPANY = 'company';
const COLUMNS = 'value, version, updated_by as "updatedBy", updated_at as "updatedAt"';

/** What a later feature keeps under a key of its own, or undefined before anyone has said anything. */
export function findSetting<Value>(tx: Tx, key: string): Promise<StoredSetting<Value> | undefined> {
  return row<StoredSetting<Value>>(tx, `select ${COLUMNS} from setting where key = $1`, [key]);
}

/** What the company has said of itself, as it stands. */
export async function findCompanySettings(tx: Tx): Promise<StoredSettings> {
  const found = await findSetting<Partial<CompanySettings>>(tx, COMPANY);
  if (found === undefined) return { ...NO_SETTINGS, version: 0, updatedBy: null, updatedAt: null };
  const { value, ...record } = found;
  return { ...NO_SETTINGS, ...value, ...record };
}

/** The same, while everybody else who would change it waits for the transaction's end, the very first ones too. */
export async function lockCompanySettings(tx: Tx): Promise<StoredSettings> {
  await lockSettings(tx);
  return findCompanySettings(tx);
}

/** Makes everybody else who would change a setting wait for the transaction's end. */
export async function lockSettings(tx: Tx): Promise<void> {
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended('amends settings', 0))`);
}

/** Keeps the settings in place of what is there. */
export function saveCompanySettings(tx: Tx, settings: CompanySettings, record: SettingRecord): Promise<void> {
  return saveSetting(tx, COMPANY, settings, record);
}

/** Keeps a setting under its key in place of what is there. */
export async function saveSetting(tx: Tx, key: string, value: object, record: SettingRecord): Promise<void> {
  await rows(
    tx,
    `insert into setting (key, value, version, updated_by, updated_at) values ($1, $2, $3, $4, $5)
     on conflict (key) do update set value = excluded.value, version = excluded.version,
       updated_by = excluded.updated_by, updated_at = excluded.updated_at`,
    [key, JSON.stringify(value), record.version, record.updatedBy, record.updatedAt],
  );
}
