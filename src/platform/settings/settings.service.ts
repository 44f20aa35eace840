import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { Database } from '../database/database.js';
import { assertVersion } from '../http/if-match.js';
import { changedSettings, readSettingsChange } from './company-settings.js';
import { findCompanySettings, lockCompanySettings, saveCompanySettings, type StoredSettings } from './settings.sql.js';

/** What the company has said of itself, once for the whole installation. */
@Injectable()
export class SettingsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  get(): Promise<StoredSettings> {
    return findCompanySettings(this.database.tx);
  }

  /** Writes over the settings that the input names. Throws `invalid_input` with every fault, and `version_changed`. */
  async put(input: unknown, expectedVersion: number | undefined, actor: Actor): Promise<StoredSettings> {
    const change = readSettingsChange(input);
    return this.database.transaction(async (tx) => {
      const stored = await lockCompanySettings(tx);
      assertVersion(stored.version, expectedVersion);
      const settings = changedSettings(stored, change);
      const record = { version: stored.version + 1, updatedBy: actor.id, updatedAt: this.clock.now() };
      await saveCompanySettings(tx, settings, record);
      const subject = { kind: 'settings', id: 'company' };
      const details = { version: record.version, fields: Object.keys(change) };
      this.audit.append(tx, { actor, action: 'settings.changed', subject, details });
      return { ...settings, ...record };
    });
  }
}
