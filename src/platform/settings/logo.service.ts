import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { notFound } from '../../kernel/domain-error.js';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { Database } from '../database/database.js';
import { assertVersion } from '../http/if-match.js';
import type { LogoEntity } from './logo.entity.js';
import { deleteLogo, findLogo, findLogoFile, type LogoFacts, saveLogo } from './logo.sql.js';
import { readLogo } from './read-logo.js';
import { lockSettings } from './settings.sql.js';

/** The picture at the head of every letter from now on; letters that were sent keep theirs. */
@Injectable()
export class LogoService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  get(): Promise<LogoFacts> {
    return findLogo(this.database.tx);
  }

  /** The file as it was given; with a digest, only the file of that digest. Throws `logo_not_found`. */
  async file(sha256?: string): Promise<Pick<LogoEntity, 'mediaType' | 'image'>> {
    const found = await findLogoFile(this.database.tx);
    if (found === undefined || (sha256 ?? found.sha256) !== found.sha256) throw notFound('logo', sha256 ?? 'sender');
    return found;
  }

  /** Takes a PNG or JPEG as the logo. Throws `logo_refused` with every reason, and `version_changed`. */
  put(image: Buffer, expectedVersion: number | undefined, actor: Actor): Promise<LogoFacts> {
    const read = readLogo(image);
    return this.database.transaction(async (tx) => {
      await lockSettings(tx);
      const stored = await findLogo(tx);
      assertVersion(stored.version, expectedVersion);
      const sha256 = createHash('sha256').update(image).digest('hex');
      const record = { version: stored.version + 1, updatedBy: actor.id, updatedAt: this.clock.now() };
      await saveLogo(tx, { ...read, image, sha256, ...record });
      const details = { version: record.version, sha256, width: read.width, height: read.height };
      this.audit.append(tx, { actor, action: 'logo.changed', subject: { kind: 'settings', id: 'logo' }, details });
      return findLogo(tx);
    });
  }

  /** Takes the logo away, if there is one. Throws `version_changed`. */
  remove(expectedVersion: number | undefined, actor: Actor): Promise<LogoFacts> {
    return this.database.transaction(async (tx) => {
      await lockSettings(tx);
      const stored = await findLogo(tx);
      assertVersion(stored.version, expectedVersion);
      if (stored.version === 0) return stored;
      await deleteLogo(tx);
      const details = { version: stored.version, sha256: stored.sha256 };
      this.audit.append(tx, { actor, action: 'logo.removed', subject: { kind: 'settings', id: 'logo' }, details });
      return findLogo(tx);
    });
  }
}
