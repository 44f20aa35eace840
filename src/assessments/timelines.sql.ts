import { CAPABILITIES } from '../incidents/outage-window.js';
import { rows, type Tx } from '../platform/database/database.js';
import type { CanonicalWindow, Shift } from './canonical-windows.js';

/** The columns of `run_component`: when one component has lost a capability, and when it is degraded. */
const STATES = CAPABILITIES.flatMap((capability) => [
  { capability, state: 'lost', column: `${capability}_lost` },
  { capability, state: 'degraded', column: `${capability}_degraded` },
]);

/**
 * `run_timeline` and `run_stretch` of scenario 0, the windows as they stand. A profile is a set of components that some
 * meeting uses: few, so that the meetings share their timelines.
 */
export async function layTimelines(tx: Tx, windows: readonly CanonicalWindow[]): Promise<void> {
  await rows(
    tx,
    `create temp table run_profile on commit drop as
     select (row_number() over ())::int as no, components
     from (select distinct components from run_meeting where components is not null) p`,
  );
  await rows(
    tx,
    `create temp table run_window on commit drop as
     select component, tstzrange(starts_at, ends_at) as during, join_loss_is_open, capabilities
     from jsonb_to_recordset($1::jsonb) as s(component text, starts_at timestamptz, ends_at timestamptz,
       join_loss_is_open boolean, capabilities jsonb)`,
    [JSON.stringify(windows.map((window) => ({ ...recordOf(window), ...spanRecordOf(window) })))],
  );
  const states = STATES.map(
    ({ capability, state, column }) =>
      `coalesce(range_agg(during) filter (where capabilities->>'${capability}' = '${state}'), '{}') as ${column}`,
  );
  await rows(
    tx,
    `create temp table run_component on commit drop as
     select 0 as scenario, component, ${states.join(', ')},
       coalesce(range_agg(during) filter (where join_loss_is_open), '{}') as open_join_lost
     from run_window group by component`,
  );
  await rows(
    tx,
    `create temp table run_timeline on commit drop as
     ${timelineOf(`select p.no as profile_no, c.* from run_profile p
       join run_component c on c.component = any(p.components)`)}`,
  );
  await rows(tx, `create temp table run_stretch on commit drop as ${STRETCHES}`);
  await rows(tx, 'analyze run_profile, run_component, run_timeline, run_stretch');
}

/** Adds the timelines of the scenarios 1… : the same windows with one edge of one of them moved, for the profiles that it touches. */
export async function layShiftedTimelines(tx: Tx, shifts: readonly Shift[]): Promise<void> {
  await rows(
    tx,
    `create temp table run_shift on commit drop as
     select scenario, component, edge_at, gains, tstzmultirange(tstzrange(starts_at, ends_at)) as during,
       join_loss_is_open, capabilities
     from jsonb_to_recordset($1::jsonb) as s(scenario int, component text, edge_at timestamptz, gains boolean,
       starts_at timestamptz, ends_at timestamptz, join_loss_is_open boolean, capabilities jsonb)`,
    [
      JSON.stringify(
        shifts.map((shift, index) => ({
          ...recordOf(shift.window),
          ...spanRecordOf(shift),
          scenario: index + 1,
          edge_at: shift.edgeAt,
          gains: shift.gains,
        })),
      ),
    ],
  );
  const states = STATES.map(
    ({ capability, state, column }) =>
      `case when s.capabilities->>'${capability}' is distinct from '${state}' then c.${column}
         when s.gains then c.${column} + s.during else c.${column} - s.during end`,
  );
  await rows(
    tx,
    `insert into run_component
     select s.scenario, c.component, ${states.join(', ')},
       case when not s.join_loss_is_open then c.open_join_lost
         when s.gains then c.open_join_lost + s.during else c.open_join_lost - s.during end
     from run_shift s join run_component c on c.component = s.component and c.scenario = 0`,
  );
  await rows(
    tx,
    `insert into run_timeline
     ${timelineOf(
       `select s.scenario as of_scenario, p.no as profile_no, c.* from run_profile p
         join run_shift s on s.component = any(p.components)
         join run_component c on c.component = any(p.components)
           and c.scenario = case when c.component = s.component then s.scenario else 0 end`,
       'of_scenario',
     )}`,
  );
  await rows(tx, 'analyze run_shift, run_timeline');
}

/** Adds the stretches of the scenarios 1… that some pair of `run_pair` looks at. */
export async function layShiftedStretches(tx: Tx): Promise<void> {
  await rows(
    tx,
    `insert into run_stretch ${STRETCHES}
     where t.scenario > 0 and (t.scenario, t.profile_no) in (select scenario, profile_no from run_pair)`,
  );
  await rows(tx, 'analyze run_stretch');
}

function recordOf({ componentKey, isOpen, capabilities }: CanonicalWindow): object {
  return { component: componentKey, join_loss_is_open: isOpen && capabilities.join === 'lost', capabilities };
}

function spanRecordOf({ startsAt, endsAt }: CanonicalWindow | Shift): object {
  return { starts_at: startsAt, ends_at: endsAt };
}

/**
 * Timelines of profiles from the rows of their components. A capability is lost where any component has lost it, else
 * degraded where any has it degraded; then what each role suffers from: media loss, less that the loss of interactivity
 * (for a facilitator `moderate` too), less both the degradation. `join` plays no part in those three.
 */
function timelineOf(components: string, scenario = 'scenario'): string {
  const merged = STATES.map(({ column }) => `range_agg(${column}) as ${column}`).join(', ');
  return `with component as (${components}), merged as materialized (
      select ${scenario} as scenario, profile_no, ${merged}, range_agg(open_join_lost) as open_join_lost
      from component group by ${scenario}, profile_no
    ), lost as materialized (
      select *, media_lost + view_lost as media_gone, interact_lost - (media_lost + view_lost) as interact_gone,
        (interact_lost + moderate_lost) - (media_lost + view_lost) as interact_gone_facilitator,
        (media_degraded - media_lost) + (view_degraded - view_lost) + (interact_degraded - interact_lost) as slow,
        moderate_degraded - moderate_lost as slow_moderate
      from merged
    )
    select scenario, profile_no, media_gone as media_lost, interact_gone as interactivity_lost,
      interact_gone_facilitator as facilitator_interactivity_lost, slow - media_gone - interact_gone as degraded,
      (slow + slow_moderate) - media_gone - interact_gone_facilitator as facilitator_degraded,
      join_lost, join_degraded - join_lost as join_degraded, open_join_lost
    from lost`;
}

/**
 * A stretch is a connected piece of time in which `join` stays in one state. Inference applies to a lost one into which
 * no window without an end reaches.
 */
const STRETCHES = `
  select t.scenario, t.profile_no, s.is_lost, s.during, lower(s.during) as starts_at, upper(s.during) as ends_at,
    s.is_lost and not (t.open_join_lost && s.during) as may_infer
  from run_timeline t cross join lateral (
    select true as is_lost, during from unnest(t.join_lost) during
    union all select false, during from unnest(t.join_degraded) during
  ) s`;
