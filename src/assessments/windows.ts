import type { LiveWindow } from '../incidents/outage-window.js';

/** The windows of an assessment as its JSON keeps them, with instants read. */
export function snapshotWindows(windows: readonly LiveWindow[]): LiveWindow[] {
  return windows.map((window) => ({
    ...window,
    startsAt: new Date(window.startsAt),
    endsAt: window.endsAt === null ? null : new Date(window.endsAt),
  }));
}
