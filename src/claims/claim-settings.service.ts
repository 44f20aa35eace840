import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import { findSetting, lockSettings, saveSetting } from '../platform/settings/settings.sql.js';

const KEY = 'claims';

/** Whether anybody may send a claim by the public form; nobody may before somebody says so (version 0). */
export type ClaimSettings = {
  readonly formOpen: boolean;
  readonly version: number;
  readonly updatedBy: string | null;
  readonly updatedAt: Date | null;
};

/** How claims may come in. */
@Injectable()
export class ClaimSettingsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  get(): Promise<ClaimSettings> {
    return read(this.database.tx);
  }

  /** Throws `version_changed`. */
  put(formOpen: boolean, expectedVersion: number | undefined, actor: Actor): Promise<ClaimSettings> {
    return this.database.transaction(async (tx) => {
      await lockSettings(tx);
      const { version } = await read(tx);
      assertVersion(version, expectedVersion);
      const record = { version: version + 1, updatedBy: actor.id, updatedAt: this.clock.now() };
      await saveSetting(tx, KEY, { formOpen }, record);
      const subject = { kind: 'setting', id: KEY };
      this.audit.append(tx, { actor, action: 'settings.changed', subject, details: { formOpen } });
      return { formOpen, ...record };
    });
  }
}

async function read(tx: Tx): Promise<ClaimSettings> {
  const found = await findSetting<{ readonly formOpen: boolean }>(tx, KEY);
  if (found === undefined) return { formOpen: false, version: 0, updatedBy: null, updatedAt: null };
  const { value, ...record } = found;
  return { formOpen: value.formOpen, ...record };
}
