import { readFile, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ACCESS_MATRIX } from '../access-matrix.js';
import { DomainError } from '../kernel/domain-error.js';
import { denialOf } from '../platform/access/access-rule.js';
import { AccessService } from '../platform/access/access.service.js';
import type { Actor } from '../platform/access/actor.js';
import type { Env } from '../platform/env/env.js';

/** Bits of a file's mode by which others than its owner may use it. */
const OTHERS = 0o077;

/** Who runs the command line on the machine of the embedded database: whoever may read its files may work. */
export function localActor(): Actor {
  return { id: `cli:${userInfo().username}`, kind: 'cli', roles: ['administrator'] };
}

/**
 * Who gives a command. Beside the embedded database it is the user of this machine. With a database elsewhere it is the
 * key in AMENDS_API_KEY, or in the file `api-key` of the home folder, which only its owner may read; and it may do what
 * the route of the same purpose lets it do. Throws `key_required`, `key_file_open`, `key_not_valid`, `role_required`.
 */
export async function actorOfCommand(
  app: NestFastifyApplication,
  env: Pick<Env, 'databaseUrl' | 'home'>,
  route: string,
  key = process.env['AMENDS_API_KEY'],
): Promise<Actor> {
  if (env.databaseUrl === undefined) return localActor();
  const actor = await app.get(AccessService).actorOfKey(key ?? (await readKey(join(env.home, 'api-key'))));
  if (actor === undefined) {
    throw new DomainError('unauthenticated', 'key_not_valid', 'This API key is unknown, expired or revoked.');
  }
  const rule = ACCESS_MATRIX[route];
  const denial = rule === 'public' ? null : denialOf(rule, actor);
  if (denial === null) return actor;
  await app.get(AccessService).noteDenied(actor, route, denial);
  throw new DomainError('forbidden', denial, `The key ${actor.id.replace(/^key:/, '')} may not do this.`);
}

async function readKey(path: string): Promise<string> {
  try {
    const { mode } = await stat(path);
    if ((mode & OTHERS) !== 0) {
      const message = `Others can read ${path}: run chmod 600 on it, and replace the key if they may have.`;
      throw new DomainError('forbidden', 'key_file_open', message);
    }
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const message = `With DATABASE_URL a command needs an API key, in AMENDS_API_KEY or in ${path}.`;
    throw new DomainError('unauthenticated', 'key_required', message);
  }
}
