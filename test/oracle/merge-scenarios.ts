/** Scenarios put together or told otherwise, without changing what is found in any of them. */
import type { Scenario, ScenarioWindow } from './oracle-types.js';

/**
 * Many scenarios as one, so that one run of the product assesses them all: each keeps customers and components of its
 * own, and is moved in time so that all are assessed at the instant of the first.
 */
export function mergeScenarios(scenarios: readonly Scenario[]): Scenario {
  const assessedAt = scenarios[0]?.assessedAt ?? 0;
  const apart = scenarios.map((scenario, index) => renamed(moved(scenario, assessedAt - scenario.assessedAt), index));
  return {
    assessedAt,
    windows: apart.flatMap((scenario) => scenario.windows),
    meetings: apart.flatMap((scenario) => scenario.meetings),
    sessions: apart.flatMap((scenario) => scenario.sessions),
    attempts: apart.flatMap((scenario) => scenario.attempts),
  };
}

function moved(scenario: Scenario, seconds: number): Scenario {
  const later = (instant: number | null): number | null => (instant === null ? null : instant + seconds);
  return {
    assessedAt: scenario.assessedAt + seconds,
    windows: scenario.windows.map((w) => ({ ...w, startAt: w.startAt + seconds, endAt: later(w.endAt) })),
    meetings: scenario.meetings.map((meeting) => ({
      ...meeting,
      scheduledStartAt: later(meeting.scheduledStartAt),
      scheduledEndAt: later(meeting.scheduledEndAt),
      actualEndAt: later(meeting.actualEndAt),
      cancelledAt: later(meeting.cancelledAt),
    })),
    sessions: scenario.sessions.map((s) => ({ ...s, joinedAt: s.joinedAt + seconds, leftAt: later(s.leftAt) })),
    attempts: scenario.attempts.map((attempt) => ({ ...attempt, at: attempt.at + seconds })),
  };
}

function renamed(scenario: Scenario, index: number): Scenario {
  const own = (name: string): string => `s${index}-${name}`;
  const ofOwnCustomer = <Line extends { readonly customerId: string }>(line: Line): Line => ({
    ...line,
    customerId: own(line.customerId),
  });
  return {
    ...scenario,
    windows: scenario.windows.map((window) => ({ ...window, component: own(window.component) })),
    meetings: scenario.meetings
      .map((meeting) => ({ ...meeting, components: meeting.components?.map(own) ?? null }))
      .map(ofOwnCustomer),
    sessions: scenario.sessions.map(ofOwnCustomer),
    attempts: scenario.attempts.map(ofOwnCustomer),
  };
}

/** The same told otherwise: every window in two pieces, one of them by capability, and every list the other way round. */
export function toldOtherwise(scenario: Scenario): Scenario {
  return {
    ...scenario,
    windows: scenario.windows.flatMap((window) => cut(window, scenario.assessedAt)).toReversed(),
    meetings: scenario.meetings
      .map((meeting) => ({ ...meeting, components: meeting.components?.toReversed() ?? null }))
      .toReversed(),
    sessions: scenario.sessions.toReversed(),
    attempts: scenario.attempts.toReversed(),
  };
}

function cut(window: ScenarioWindow, assessedAt: number): ScenarioWindow[] {
  const middle = Math.floor((window.startAt + (window.endAt ?? assessedAt)) / 2);
  if (middle <= window.startAt) return [window];
  return [{ ...window, endAt: middle }, ...layered({ ...window, startAt: middle })];
}

function layered(window: ScenarioWindow): ScenarioWindow[] {
  return Object.entries(window.capabilities).map(([capability, state]) => ({
    ...window,
    capabilities: { [capability]: state },
  }));
}
