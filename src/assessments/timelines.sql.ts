import { CAPABILITIES } from '../incidents/outage-window.js';
import { rows, type Tx } from '../platform/database/database.js';
import type { CanonicalWindow, Shift } from './canonical-windows.js';
import { joinBy } from './join-by.sql.js';

const STATES = CAPABILITIES.flatMap((capability) => [
  { capability, state: 'lost', column: `${capability}_lost` },
  { capability, state: 'degraded', column: `${capability}_degraded` },
]);

/**
 * `run_timeline`, and the `run_stretch` of scenario 0, the windows as they stand. A profile is a set of components that
 * some meeting uses: few, so that the meetings share their timelines.
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
    `create temp table run_profile_component on commit drop as
     select distinct p.no as profile_no, c as component from run_profile p, unnest(p.components) c`,
  );
  await rows(
    tx,
    `create temp table run_window on commit drop as
     select no, component, tstzrange(starts_at, ends_at) as during, join_loss_is_open, capabilities
     from jsonb_to_recordset($1::jsonb) as s(no int, component text, starts_at timestamptz, ends_at timestamptz,
       join_loss_is_open boolean, capabilities jsonb)`,
    [JSON.stringify(windows.map((window, no) => ({ no, ...recordOf(window), ...spanRecordOf(window) })))],
  );
  await rows(
    tx,
    `create temp table run_timeline on commit drop as
     ${timelinesOf(`select p.profile_no, w.during, w.capabilities, w.join_loss_is_open
       from run_profile_component p join run_window w on w.component = p.component`)}`,
  );
  await rows(
    tx,
    `create temp table run_stretch on commit drop as
     select 0 as scenario, t.profile_no, s.is_lost, s.during, lower(s.during) as starts_at, upper(s.during) as ends_at,
       s.is_lost and not (t.open_join_lost && s.during) as may_infer
     from run_timeline t cross join lateral (
       select true as is_lost, during from unnest(t.join_lost) during
       union all select false, during from unnest(t.join_degraded) during
     ) s`,
  );
  await rows(tx, 'analyze run_profile, run_profile_component, run_window, run_timeline, run_stretch');
}

function recordOf({ componentKey, isOpen, capabilities }: CanonicalWindow): object {
  return { component: componentKey, join_loss_is_open: isOpen && capabilities.join === 'lost', capabilities };
}

function spanRecordOf({ startsAt, endsAt }: CanonicalWindow | Shift): object {
  return { starts_at: startsAt, ends_at: endsAt };
}

/**
 * Timelines out of the windows that touch a profile (rows of `key`, during, capabilities and join_loss_is_open). A
 * capability is lost where any component has lost it, else degraded where any has it degraded; then what each role suffers
 * from: media loss, less that the loss of interactivity (for a facilitator `moderate` too), less both the degradation.
 * `join` plays no part in those three.
 */
function timelinesOf(touching: string, key = 'profile_no'): string {
  const states = STATES.map(
    ({ capability, state, column }) =>
      `coalesce(range_agg(during) filter (where capabilities->>'${capability}' = '${state}'), '{}') as ${column}`,
  ).join(', ');
  return `with touching as (${touching}), merged as materialized (
      select ${key}, ${states}, coalesce(range_agg(during) filter (where join_loss_is_open), '{}') as open_join_lost
      from touching group by ${key}
    ), lost as materialized (
      select *, media_lost + view_lost as media_gone, interact_lost - (media_lost + view_lost) as interact_gone,
        (interact_lost + moderate_lost) - (media_lost + view_lost) as interact_gone_facilitator,
        (media_degraded - media_lost) + (view_degraded - view_lost) + (interact_degraded - interact_lost) as slow,
        moderate_degraded - moderate_lost as slow_moderate
      from merged
    )
    select ${key}, media_gone as media_lost, interact_gone as interactivity_lost,
      interact_gone_facilitator as facilitator_interactivity_lost, slow - media_gone - interact_gone as degraded,
      (slow + slow_moderate) - media_gone - interact_gone_facilitator as facilitator_degraded,
      join_lost, join_degraded - join_lost as join_degraded, open_join_lost
    from lost`;
}

/**
 * The scenarios 1…: the same windows with one edge of one of them moved, so that only the time `during` is another. For
 * each and the profiles that it touches, `run_shifted` has the timeline within that time, and `run_stretch` the stretches
 * that reach or touch it, as they are then; all else is as in scenario 0. So the cost grows with the number of windows
 * and not with its square.
 */
export async function layShiftedTimelines(tx: Tx, shifts: readonly Shift[]): Promise<void> {
  await rows(
    tx,
    `create temp table run_shift on commit drop as
     select scenario, window_no, component, edge_at, gains, tstzrange(starts_at, ends_at) as during, join_loss_is_open,
       capabilities
     from jsonb_to_recordset($1::jsonb) as s(scenario int, window_no int, component text, edge_at timestamptz,
       gains boolean, starts_at timestamptz, ends_at timestamptz, join_loss_is_open boolean, capabilities jsonb)`,
    [
      JSON.stringify(
        shifts.map((shift, index) => ({
          ...recordOf(shift.window),
          ...spanRecordOf(shift),
          scenario: index + 1,
          window_no: shift.windowNo,
          edge_at: shift.edgeAt,
          gains: shift.gains,
        })),
      ),
    ],
  );
  await rows(tx, 'create index on run_window using gist (component, during)');
  await rows(tx, 'create index on run_stretch using gist (profile_no, during)');
  await rows(
    tx,
    'analyze run_shift (scenario, component, during), run_window (component, during), run_stretch (profile_no, during)',
  );
  await findWhatAShiftMeets(tx);
  await rows(
    tx,
    `create temp table run_shifted on commit drop as
     with timeline as (${timelinesOf(
       `select m.scenario, p.profile_no, m.during, m.capabilities, m.join_loss_is_open
        from run_met_window m join run_profile_component p on p.component = m.component`,
       'scenario, profile_no',
     )})
     select s.scenario, p.profile_no, s.during, s.capabilities ? 'join' as moves_join, coalesce(t.media_lost, '{}') as media_lost,
       coalesce(t.interactivity_lost, '{}') as interactivity_lost,
       coalesce(t.facilitator_interactivity_lost, '{}') as facilitator_interactivity_lost,
       coalesce(t.degraded, '{}') as degraded, coalesce(t.facilitator_degraded, '{}') as facilitator_degraded,
       coalesce(t.join_lost, '{}') as join_lost, coalesce(t.join_degraded, '{}') as join_degraded,
       coalesce(t.open_join_lost, '{}') as open_join_lost
     from run_shift s join run_profile_component p on p.component = s.component
     left join timeline t on t.scenario = s.scenario and t.profile_no = p.profile_no`,
  );
  await layShiftedStretches(tx);
  await rows(tx, 'analyze run_shifted, run_stretch, run_changed_join');
}

/**
 * `run_met_window`: the windows as they are then, within the time that changes; `run_met_stretch`: the stretches as they
 * stand that reach into it or touch it (instants are whole seconds). Both are looked up by an index, one shift at a time:
 * hashing by component alone would look at all its windows for each of their edges.
 */
async function findWhatAShiftMeets(tx: Tx): Promise<void> {
  await rows(
    tx,
    `create temp table run_met_component on commit drop as
     select distinct s.scenario, o.component, s.during, s.gains, s.window_no
     from run_shift s join run_profile_component p on p.component = s.component
     join run_profile_component o on o.profile_no = p.profile_no`,
  );
  await joinBy(tx, 'index');
  await rows(
    tx,
    `create temp table run_met_window on commit drop as
     select s.scenario, w.component, w.capabilities, w.join_loss_is_open, w.during * s.during as during
     from run_met_component s join run_window w on w.component = s.component and w.during && s.during
     where s.gains or w.no <> s.window_no
     union all
     select scenario, component, capabilities, join_loss_is_open, during from run_shift where gains`,
  );
  await rows(
    tx,
    `create temp table run_met_stretch on commit drop as
     with moved as materialized (
       select s.scenario, p.profile_no,
         tstzrange(lower(s.during) - interval '1 second', upper(s.during) + interval '1 second') as during
       from run_shift s join run_profile_component p on p.component = s.component where s.capabilities ? 'join'
     )
     select m.scenario, m.profile_no, st.is_lost, st.during
     from moved m join run_stretch st on st.profile_no = m.profile_no and st.during && m.during`,
  );
  await joinBy(tx, 'hash');
  await rows(tx, 'analyze run_met_window (scenario, component), run_met_stretch (scenario, profile_no)');
}

/**
 * Adds the stretches of the scenarios 1… that differ, and tells of each scenario and profile in `run_changed_join` which
 * time its stretches take up before and after, and whether there are more or fewer of them.
 */
async function layShiftedStretches(tx: Tx): Promise<void> {
  await rows(
    tx,
    `create temp table run_changed_join on commit drop as
     with met as (
       select scenario, profile_no, is_lost, range_agg(during) as during, count(*) as count from run_met_stretch
       group by scenario, profile_no, is_lost
     ), kind as (
       select s.scenario, s.profile_no, k.is_lost, coalesce(m.during, '{}') as before, coalesce(m.count, 0) as before_count,
         coalesce(m.during, '{}') - tstzmultirange(s.during) + k.within as after,
         t.open_join_lost - tstzmultirange(s.during) + s.open_join_lost as open_join_lost
       from run_shifted s join run_timeline t on t.profile_no = s.profile_no
       cross join lateral (values (true, s.join_lost), (false, s.join_degraded)) k(is_lost, within)
       left join met m on m.scenario = s.scenario and m.profile_no = s.profile_no and m.is_lost = k.is_lost
       where s.moves_join
     )
     select *, before_count <> (select count(*) from unnest(after)) as changes_count from kind`,
  );
  await rows(
    tx,
    `insert into run_stretch
     select k.scenario, k.profile_no, k.is_lost, a.during, lower(a.during), upper(a.during),
       k.is_lost and not (k.open_join_lost && a.during)
     from run_changed_join k cross join lateral unnest(k.after) a(during)`,
  );
}
