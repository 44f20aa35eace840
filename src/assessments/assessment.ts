import type { HitClass, ImpactClass } from '../policies/impact-class.js';
import type { LiveWindow } from '../incidents/outage-window.js';
import type { Figures } from './add-up.sql.js';
import type { Completeness } from './completeness.sql.js';

export type AssessmentStatus = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** A window as it stood when the assessment was asked for. */
export type SnapshotWindow = LiveWindow;

/** One step of a run and how long it took. */
export type StepTime = { readonly step: string; readonly milliseconds: number };

export type Confidence = 'observed' | 'inferred';

export type { Completeness, Figures, HitClass, ImpactClass };
