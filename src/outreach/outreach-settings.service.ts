import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import { lockSettings, saveSetting } from '../platform/settings/settings.sql.js';
import { changedOutreachSettings } from './outreach-settings.js';
import { findOutreachSettings, OUTREACH_KEY, type StoredOutreachSettings } from './outreach-settings.sql.js';

/** How the company follows its cases up: who gets them, when it works, when it reminds. */
@Injectable()
export class OutreachSettingsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  get(): Promise<StoredOutreachSettings> {
    return findOutreachSettings(this.database.tx);
  }

  /** Writes over the settings that the input names. Throws `invalid_input` with every fault, and `version_changed`. */
  put(input: unknown, expectedVersion: number | undefined, actor: Actor): Promise<StoredOutreachSettings> {
    return this.database.transaction(async (tx) => {
      await lockSettings(tx);
      const { version, updatedBy: _by, updatedAt: _at, ...stored } = await findOutreachSettings(tx);
      assertVersion(version, expectedVersion);
      const settings = changedOutreachSettings(stored, input);
      const record = { version: version + 1, updatedBy: actor.id, updatedAt: this.clock.now() };
      await saveSetting(tx, OUTREACH_KEY, settings, record);
      const names = Object.keys(input as object);
      const subject = { kind: 'setting', id: OUTREACH_KEY };
      this.audit.append(tx, { actor, action: 'settings.changed', subject, details: { names } });
      return { ...settings, ...record };
    });
  }
}
