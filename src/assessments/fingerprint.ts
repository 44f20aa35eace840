import { createHash } from 'node:crypto';
import type { OutageWindow } from '../incidents/outage-window.js';
import { canonicalWindows } from './canonical-windows.js';

/**
 * What windows say, however they are cut, layered or ordered: equal for windows that give the same impacts. A window
 * without an end ends at `assessedAt`, so an open incident has another fingerprint every second.
 */
export function windowsFingerprint(windows: readonly OutageWindow[], assessedAt: Date): string {
  const canonical = canonicalWindows(windows, assessedAt).map((window) => [
    window.componentKey,
    window.startsAt.toISOString(),
    window.endsAt.toISOString(),
    window.isOpen,
    Object.entries(window.capabilities).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ]);
  return sha256(JSON.stringify(canonical));
}

/** The fingerprint of all inputs of a run: same fingerprint, same impacts. */
export function inputsFingerprint(windowsHash: string, dataHash: string): string {
  return sha256(`${windowsHash} ${dataHash}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
