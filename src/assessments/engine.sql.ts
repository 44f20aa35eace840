import type { OutageWindow } from '../incidents/outage-window.js';
import { rows, type Tx } from '../platform/database/database.js';
import { type Figures, readFigures, writeCustomerImpacts, writeImpacts, writeMeetingImpacts } from './add-up.sql.js';
import type { Completeness, StepTime } from './assessment.js';
import { findBorderline, SHIFT_SECONDS } from './borderline.sql.js';
import { type CanonicalWindow, canonicalWindows, shiftedEdges } from './canonical-windows.js';
import { classifyEverybody, profileMeetings } from './classify.sql.js';
import { noteCompleteness } from './completeness.sql.js';
import {
  findFailures,
  findMeetings,
  findOneMeeting,
  findPeople,
  findSessionsAndAttempts,
  leaveFarMeetingsOut,
  type MeetingKey,
} from './find-people.sql.js';
import { readDataFingerprint } from './fingerprint.sql.js';
import { type Span, spanOfWindows } from './span.js';
import { layShiftedTimelines, layTimelines } from './timelines.sql.js';

/** Memory of one sort or hash of a run, which works on everybody at once. */
const WORK_MEM = '128MB';

/** Told before each step; throws to stop the run. */
export type Progress = (step: string, doneCount: number, totalCount: number) => Promise<void>;

/** What a run found, beside the impacts that it wrote. */
export type Findings = {
  readonly figures: Figures;
  readonly completeness: Completeness;
  /** Hash of all meetings, sessions and attempts that it looked at. */
  readonly dataFingerprint: string;
  readonly steps: readonly StepTime[];
};

/** What a run writes. */
const SHADOWED = ['impact', 'meeting_impact', 'customer_impact', 'data_gap'];

type Step = { readonly name: string; readonly run: (tx: Tx) => Promise<unknown> };

const NO_PROGRESS: Progress = async () => undefined;

/**
 * Classifies everybody near the windows and writes the impacts, in the caller's transaction. Windows without an end end
 * at `assessedAt` (a whole second).
 */
export async function assess(
  tx: Tx,
  assessmentId: string,
  windows: readonly OutageWindow[],
  assessedAt: Date,
  progress: Progress = NO_PROGRESS,
): Promise<Findings> {
  const canonical = canonicalWindows(windows, assessedAt);
  // Rough statistics are enough to choose a join, and cost a tenth of the usual ones. Pages that are looked up are mostly
  // in memory or on a solid disk: at the default price of a page a growing table would be read whole.
  await rows(
    tx,
    `select set_config('work_mem', $1, true), set_config('default_statistics_target', '10', true),
       set_config('jit', 'off', true), set_config('random_page_cost', '1.1', true)`,
    [WORK_MEM],
  );
  const plan = [...classification(tx, canonical, assessedAt, EVERYBODY), ...addingUp(tx, assessmentId)];
  const steps: StepTime[] = [];
  for (const [index, step] of plan.entries()) {
    await progress(step.name, index, plan.length);
    const startedMs = performance.now();
    await step.run(tx);
    steps.push({ step: step.name, milliseconds: Math.round(performance.now() - startedMs) });
  }
  return {
    figures: await readFigures(tx, assessmentId),
    completeness: await noteCompleteness(tx, assessmentId, spanOfWindows(canonical, assessedAt), assessedAt),
    dataFingerprint: await readDataFingerprint(tx),
    steps,
  };
}

/**
 * The same without writing: the impact tables are shadowed by temporary ones of the same shape, which PostgreSQL looks
 * at first, so that the very same statements run. The caller's transaction is of no other use afterwards.
 */
export async function assessDry(
  tx: Tx,
  assessmentId: string,
  windows: readonly OutageWindow[],
  assessedAt: Date,
  progress: Progress = NO_PROGRESS,
): Promise<Findings> {
  for (const table of SHADOWED) {
    await rows(tx, `create temp table ${table} (like public.${table}) on commit drop`);
  }
  return assess(tx, assessmentId, windows, assessedAt, progress);
}

/** Classifies the people of one meeting, leaving `run_person`, `run_result` and the rest for the caller to read. */
export async function classifyOneMeeting(
  tx: Tx,
  key: MeetingKey,
  windows: readonly OutageWindow[],
  assessedAt: Date,
): Promise<void> {
  const scope: Scope = { find: (t) => findOneMeeting(t, key), narrow: async () => undefined };
  const plan = classification(tx, canonicalWindows(windows, assessedAt), assessedAt, scope);
  for (const step of plan) await step.run(tx);
}

/** Which meetings a run looks at: found by what is stored of them, then narrowed by what is worked out. */
type Scope = {
  readonly find: (tx: Tx, span: Span) => Promise<void>;
  readonly narrow: (tx: Tx, span: Span) => Promise<void>;
};
const EVERYBODY: Scope = { find: findMeetings, narrow: leaveFarMeetingsOut };

function classification(tx: Tx, windows: readonly CanonicalWindow[], assessedAt: Date, scope: Scope): Step[] {
  const span = spanOfWindows(windows, assessedAt);
  return [
    {
      name: 'find_people',
      run: async () => {
        await scope.find(tx, span);
        await findSessionsAndAttempts(tx, assessedAt);
        await findPeople(tx, span);
        await scope.narrow(tx, span);
        await findFailures(tx, span);
      },
    },
    {
      name: 'classify',
      run: async () => {
        await layTimelines(tx, windows);
        await profileMeetings(tx);
        await classifyEverybody(tx);
      },
    },
    {
      name: 'borderline',
      run: async () => {
        await layShiftedTimelines(tx, shiftedEdges(windows, SHIFT_SECONDS));
        await findBorderline(tx);
      },
    },
  ];
}

function addingUp(tx: Tx, assessmentId: string): Step[] {
  return [
    { name: 'write_impacts', run: () => writeImpacts(tx, assessmentId) },
    {
      name: 'add_up',
      run: async () => {
        await writeMeetingImpacts(tx, assessmentId);
        await writeCustomerImpacts(tx, assessmentId);
      },
    },
  ];
}
