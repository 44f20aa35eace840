import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { AuditTrailService } from '../platform/audit/audit-trail.service.js';
import type { Session } from './session.js';

/** `amends audit verify`: checks every chain and prints each fault. The exit code is 1 when one was found. */
export async function verifyAudit({ app }: Session): Promise<void> {
  const { isWhole, chains, entries, anchors, faults } = await app.get(AuditTrailService).verify();
  for (const { customerId, sequence, code } of faults) console.log(`chain ${customerId}, entry ${sequence}: ${code}`);
  const against = anchors === 0 ? 'no anchor to compare with' : `compared with ${anchors} anchors`;
  console.log(`${entries} entries in ${chains} chains, ${against}: ${isWhole ? 'whole' : 'NOT WHOLE'}`);
  if (!isWhole) process.exitCode = 1;
}

/** `amends audit export`: every entry with its hash, as lines of JSON or as CSV, to a file or the terminal. */
export async function exportAudit({ app }: Session, format: 'ndjson' | 'csv', out: string | undefined): Promise<void> {
  const trail = app.get(AuditTrailService);
  const entries = format === 'csv' ? trail.exportCsv({}) : trail.exportNdjson({});
  if (out !== undefined) {
    await pipeline(entries, createWriteStream(out, { mode: 0o600 }));
    return;
  }
  for await (const chunk of entries) process.stdout.write(chunk as string | Buffer);
}
