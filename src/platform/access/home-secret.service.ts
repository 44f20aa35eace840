import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DomainError } from '../../kernel/domain-error.js';

const SECRET_BYTES = 32;

/**
 * The secret kept in a file that only its owner may read; made when there is none. Two processes that start at once use
 * the one that was written first.
 */
export async function homeSecret(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(path, `${randomBytes(SECRET_BYTES).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const secret = (await readFile(path, 'utf8')).trim();
  if (secret.length >= SECRET_BYTES) return secret;
  throw new DomainError('invalid', 'secret_not_usable', `${path} is too short to sign anything; remove it.`);
}
