import type { Evidence } from './evidence.js';
import type { WantedWindow } from './outage-window.js';

/** Where the company stands with a failure. Any status may follow any other: what was published is data. */
export const INCIDENT_STATUSES = ['investigating', 'identified', 'monitoring', 'resolved'] as const;
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

/** What a published update says of itself; a post-mortem comes after the end and changes no status. */
export const UPDATE_STATUSES = [...INCIDENT_STATUSES, 'postmortem'] as const;
export type UpdateStatus = (typeof UPDATE_STATUSES)[number];

/** What happened in plain words for customers, by language; it goes into letters. */
export type Descriptions = { readonly fr?: string; readonly en?: string };

/** A published update as far as it speaks of the status; `displayAt` is the time it shows, not when it was typed. */
export type PublishedUpdate = { readonly status: UpdateStatus; readonly displayAt: Date };

/** An update with its words, their language, and where it was published. */
export type NewUpdate = PublishedUpdate & {
  readonly body: string;
  readonly locale: string | null;
  readonly sourceUrl: string | null;
};

/** An incident as it is stored. Its reference is its id elsewhere; the version counts its changes and its windows'. */
export type Incident = {
  readonly id: string;
  readonly title: string;
  readonly reference: string | null;
  readonly status: IncidentStatus;
  readonly timeZone: string;
  readonly descriptions: Descriptions;
  readonly sourceUrl: string | null;
  readonly version: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedBy: string | null;
  readonly updatedAt: Date;
};

/** An incident with all that is known of it at first. Without a status it takes `firstStatus` of its updates. */
export type NewIncident = {
  readonly title: string;
  readonly reference: string | null;
  readonly status?: IncidentStatus;
  readonly timeZone: string;
  readonly descriptions: Descriptions;
  readonly sourceUrl: string | null;
  readonly updates: readonly NewUpdate[];
  readonly evidence: readonly Evidence[];
  readonly windows: readonly WantedWindow[];
};

/** Languages to write over; null takes one away, and one that is not named stays. */
export type DescriptionsChange = { readonly [language in keyof Descriptions]?: string | null };

/** Fields to write over; one that is undefined stays. */
export type IncidentChange = {
  readonly title?: string;
  readonly reference?: string | null;
  readonly status?: IncidentStatus;
  readonly timeZone?: string;
  readonly descriptions?: DescriptionsChange;
  readonly sourceUrl?: string | null;
};

/** The statuses an incident can be given from here: every other one. */
export function nextStatuses(status: IncidentStatus): readonly IncidentStatus[] {
  return INCIDENT_STATUSES.filter((other) => other !== status);
}

/**
 * The status of an incident after one more update: the update's, unless it is a post-mortem or shows an earlier time
 * than `latestDisplayAt`, the latest that was published before (null: none was).
 */
export function statusAfterUpdate(
  current: IncidentStatus,
  latestDisplayAt: Date | null,
  { status, displayAt }: PublishedUpdate,
): IncidentStatus {
  const isLate = latestDisplayAt !== null && displayAt < latestDisplayAt;
  return status === 'postmortem' || isLate ? current : status;
}

/** The status of a new incident: that of its latest update other than a post-mortem; `investigating` without any. */
export function firstStatus(updates: readonly PublishedUpdate[]): IncidentStatus {
  const told = updates.toSorted((a, b) => a.displayAt.getTime() - b.displayAt.getTime());
  return told.reduce<IncidentStatus>((status, update) => statusAfterUpdate(status, null, update), 'investigating');
}

/** Descriptions with the given languages written over; null takes a language away, and what is not named stays. */
export function mergeDescriptions(stored: Descriptions, given: DescriptionsChange): Descriptions {
  const fr = given.fr === undefined ? stored.fr : given.fr;
  const en = given.en === undefined ? stored.en : given.en;
  return { ...(typeof fr === 'string' ? { fr } : {}), ...(typeof en === 'string' ? { en } : {}) };
}

type ChangeableFields = Required<Omit<NewIncident, 'updates' | 'evidence' | 'windows'>>;

/** The changeable fields of an incident after a change; null takes the reference or the source away. */
export function changedFields(stored: ChangeableFields, change: IncidentChange): ChangeableFields {
  return {
    title: change.title ?? stored.title,
    reference: change.reference === undefined ? stored.reference : change.reference,
    status: change.status ?? stored.status,
    timeZone: change.timeZone ?? stored.timeZone,
    descriptions: mergeDescriptions(stored.descriptions, change.descriptions ?? {}),
    sourceUrl: change.sourceUrl === undefined ? stored.sourceUrl : change.sourceUrl,
  };
}
