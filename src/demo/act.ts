import type { AttemptOutcome } from './ingest-lines.js';
import { LOST_FROM, LOST_TO, SLOW_ATTEMPT_SECONDS, type Span } from './outage-day.js';
import type { Random } from './random.js';

/** The stage: what a person of a meeting has to know of it. Seconds of the day. */
export type Scene = {
  readonly random: Random;
  readonly scheduledStart: number;
  readonly scheduledEnd: number;
  readonly logsAdmissions: boolean;
};

export type Stay = { readonly joinedAt: number; readonly leftAt: number | null; readonly sessionId?: string };
export type Attempt = { readonly at: number; readonly outcome: AttemptOutcome };

/** The end of a presence that no leave and no later act of the person bounds: the meeting bounds it. */
export const UNTIL_MEETING_ENDS = Infinity;

/**
 * What one person does in one meeting, written down as the source would log it, together with what the definition of an
 * impact makes of it. A persona says both in one breath, so that the expectation owes nothing to any calculation over
 * the log. The spans of `present`, `refused` and `inferred` never overlap.
 */
export class Act {
  readonly stays: Stay[] = [];
  readonly attempts: Attempt[] = [];
  /** Inside, by the log. */
  readonly present: Span[] = [];
  /** Outside after failed attempts; still to be cut at the last known moment of the meeting. */
  readonly refused: Span[] = [];
  /** Outside as absence proves it. */
  readonly inferred: Span[] = [];

  constructor(
    readonly scene: Scene,
    /** When the person wants to come; a slow door moves it. */
    public arrivesAt: number,
    readonly leavesAt: number,
  ) {}

  get random(): Random {
    return this.scene.random;
  }

  /** True when enough of the meeting is left after the outage to come back to it. */
  get canReturn(): boolean {
    return this.leavesAt >= LOST_TO + 180;
  }

  /** Enters for good: logged as admitted where the source does so, and inside two seconds later. Answers when inside. */
  enter(at: number): number {
    if (!this.scene.logsAdmissions) return at;
    this.attempts.push({ at, outcome: 'admitted' });
    return at + 2;
  }

  /** Inside from a moment to a leave that is logged. */
  stay(joinedAt: number, leftAt: number, sessionId?: string): void {
    this.stays.push({ joinedAt, leftAt, ...(sessionId !== undefined && { sessionId }) });
    this.present.push([joinedAt, leftAt]);
  }

  /** Inside from a moment, no leave logged; presence counts to `presentTo`. */
  stayOpen(joinedAt: number, presentTo: number, sessionId?: string): void {
    this.stays.push({ joinedAt, leftAt: null, ...(sessionId !== undefined && { sessionId }) });
    this.present.push([joinedAt, presentTo]);
  }

  fail(at: number): void {
    const outcomes = [
      { weight: 60, outcome: 'refused' },
      { weight: 22, outcome: 'error' },
      { weight: 18, outcome: 'timeout' },
    ] as const;
    this.attempts.push({ at, outcome: this.random.weighted(outcomes).outcome });
  }

  /** Refused from a moment of the outage, and again now and then: outside to its end. */
  failInOutage(firstAt: number): void {
    const tries = this.random.between(1, 6);
    let at = firstAt;
    for (let attempt = 0; attempt < tries && at < LOST_TO - 5; attempt++) {
      this.fail(at);
      at += this.random.between(15, 150);
    }
    this.refused.push([firstAt, LOST_TO]);
  }

  /** Refused at a moment of the slow hour, next try or entry at another: outside between them, five minutes at most. */
  failWhileSlow(at: number, nextAt: number): void {
    this.fail(at);
    this.refused.push([at, Math.min(nextAt, at + SLOW_ATTEMPT_SECONDS, LOST_FROM)]);
  }

  /** Back inside within a quarter of an hour after the outage, when the person still can. */
  returnMoment(): number {
    return this.random.between(LOST_TO + 8, Math.min(LOST_TO + 13 * 60, this.leavesAt - 90));
  }

  /** Out of a meeting without a failed attempt, and back at once when it went again: out from `from` to its end. */
  inferFrom(from: number): void {
    this.inferred.push([Math.max(from, LOST_FROM), LOST_TO]);
  }
}

/** One way of living through a meeting. `fits` says whether the times of this person and meeting allow it. */
export type Persona = {
  readonly name: string;
  readonly weight: number;
  readonly fits: (act: Act) => boolean;
  readonly play: (act: Act) => void;
};
