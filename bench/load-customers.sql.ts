import { newId } from '../src/kernel/ids.js';
import { type Database, rows } from '../src/platform/database/database.js';

/** An incident of many customers whose assessment is done. */
export type LoadedIncident = { readonly incidentId: string; readonly assessmentId: string };

const MADE_AT = new Date('2020-09-16T18:00:00Z');
/** Degraded from 13:53 in Paris and lost from 14:49 to 15:09, of a day. */
function windowsOf(day: string): object[] {
  const degraded = { startsAt: `${day}T11:53:00Z`, endsAt: `${day}T12:49:00Z`, capabilities: { join: 'degraded' } };
  const lost = { startsAt: `${day}T12:49:00Z`, endsAt: `${day}T13:09:00Z`, capabilities: { join: 'lost' } };
  return [degraded, lost].map((window, index) => ({ id: `window-${index}`, componentKey: 'app', ...window }));
}

/** Customers in four zones and three currencies, on four plans, with a contract that was changed in the year for a third. */
export async function loadCustomers(database: Database, count: number): Promise<void> {
  await rows(
    database.tx,
    `insert into customer (id, external_id, name, time_zone, locale, components, created_at, updated_at)
     select gen_random_uuid(), 'cus-' || n, 'Customer ' || n,
            (array['Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'UTC'])[1 + n % 4], 'fr',
            case when n % 5 = 0 then array['app', 'realtime'] end, $2, $2
       from generate_series(1, $1) n`,
    [count, MADE_AT],
  );
  await rows(
    database.tx,
    `insert into contract (customer_id, valid_from, plan, monthly_fee_minor, currency, policy_code, status)
     select c.id, v.day, (array['pro', 'team', 'enterprise', 'free'])[1 + n % 4], 5000 + n * 7 % 90000 + v.extra,
            (array['EUR', 'EUR', 'GBP', 'USD'])[1 + n % 4], null, case when n % 50 = 0 then 'trial' else 'active' end
       from (select id, substring(external_id from 5)::int as n from customer) c
      cross join lateral (values ('2020-01-01'::date, 0), ('2020-07-01'::date, 900)) v (day, extra)
      where v.extra = 0 or n % 3 = 0`,
  );
}

/** What four in five customers suffered on a day: six people each, kept out or in a bad meeting. */
export async function loadIncident(database: Database, day: string): Promise<LoadedIncident> {
  const incidentId = newId();
  const assessmentId = newId();
  await rows(
    database.tx,
    `insert into incident (id, title, status, time_zone, created_by, created_at, updated_at)
     values ($1, 'bench', 'resolved', 'Europe/Paris', 'bench', $2, $2)`,
    [incidentId, MADE_AT],
  );
  await rows(
    database.tx,
    `insert into assessment (id, incident_id, revision, status, assessed_at, windows, created_by, created_at)
     values ($1, $2, 1, 'done', $3, $4, 'bench', $3)`,
    [assessmentId, incidentId, MADE_AT, JSON.stringify(windowsOf(day))],
  );
  await rows(
    database.tx,
    `insert into impact
     select c.id, $1, gen_random_uuid(), 'p' || n % 977 || '-' || person, 
            case when person <= n % 3 then 'unable_to_join' else 'degraded' end, 'observed', false, false, false,
            case when person <= n % 3 then 600 + n % 600 else 0 end, 0, 0, 0, 1800 + n % 1200,
            case when person <= n % 3 then tstzmultirange(tstzrange($2, $2::timestamptz + make_interval(secs => 600 + n % 600)))
              else '{}' end,
            '{}', '{}', '{}',
            tstzmultirange(tstzrange($2::timestamptz - make_interval(secs => 1800 + n % 1200), $2))
       from (select id, substring(external_id from 5)::int as n from customer) c cross join generate_series(1, 6) person
      where n % 5 <> 1`,
    [assessmentId, new Date(`${day}T12:49:00Z`)],
  );
  await rows(
    database.tx,
    `insert into customer_impact
     select customer_id, $1, case when lost > 0 then 'unable_to_join' else 'degraded' end,
            lost, 0, 0, 6 - lost, 0, lost * 600, 0, 0, 6 * 1800, 0,
            case when lost > 0 then 600 + n % 600 else 0 end, 0, 0, 1800 + n % 1200, 0, least(lost, 2), 0, 0, 2 - least(lost, 2), 0, 0
       from (select i.customer_id, count(*) filter (where class = 'unable_to_join')::int as lost,
                    min(substring(c.external_id from 5)::int) as n
               from impact i join customer c on c.id = i.customer_id where i.assessment_id = $1 group by 1) hit`,
    [assessmentId],
  );
  await rows(database.tx, 'vacuum analyze');
  return { incidentId, assessmentId };
}
