import { row, rows, type Tx } from '../database/database.js';
import type { Attempt } from './provider.service.js';

/** A sign-in at the provider that has begun: what to check the answer against, and where to go on. */
export type StoredAttempt = Attempt & { readonly returnTo: string };

/** Keeps an attempt under its state for a while; those that nobody came back from go. */
export async function insertAttempt(
  tx: Tx,
  attempt: StoredAttempt & {
    readonly id: string;
    readonly stateHash: string;
    readonly at: Date;
    readonly endsAt: Date;
  },
): Promise<void> {
  const { id, stateHash, at, endsAt, ...value } = attempt;
  await rows(tx, `delete from auth.verification where "expiresAt" < $1`, [at]);
  await rows(
    tx,
    `insert into auth.verification (id, identifier, value, "expiresAt", "createdAt", "updatedAt")
     values ($1, $2, $3, $4, $5, $5)`,
    [id, stateHash, JSON.stringify(value), endsAt, at],
  );
}

/** Takes an attempt: whoever asks second gets nothing, so no answer of the provider counts twice. */
export async function takeAttempt(tx: Tx, stateHash: string, now: Date): Promise<StoredAttempt | undefined> {
  const text = `delete from auth.verification where identifier = $1 and "expiresAt" > $2 returning value`;
  const found = await row<{ value: string }>(tx, text, [stateHash, now]);
  return found === undefined ? undefined : (JSON.parse(found.value) as StoredAttempt);
}
