import { DomainError, type Reason } from '../kernel/domain-error.js';
import { row, rows, type Tx } from '../platform/database/database.js';
import type { SaidClaim } from './claim.js';
import type { CustomerCandidate, IncidentCandidate } from './match-claim.js';

/** As many as an agent can look through; the rest would say nothing. */
const MAX_CANDIDATES = 20;

/** By what a claimant may be found; `domain` is null when it tells nothing. */
export type ClaimantSigns = Pick<SaidClaim, 'email' | 'company' | 'meeting'> & {
  readonly domain: string | null;
  readonly namedCustomerId: string | null;
};

/**
 * The customers for whom anything speaks, with what does. Of a sign that many share (a domain, a name of a meeting) it
 * is enough to know that they are many.
 */
export function findCustomers(tx: Tx, signs: ClaimantSigns): Promise<CustomerCandidate[]> {
  const { email, company, meeting, domain, namedCustomerId } = signs;
  return rows<CustomerCandidate>(
    tx,
    `with sign as (
       select $1::uuid as customer_id, 'named' as signal where $1::uuid is not null
       union all
       (select customer_id, 'contact' from contact where lower(email) = lower($2) limit ${MAX_CANDIDATES})
       union all
       (select distinct customer_id, 'participant' from participant_name
         where email is not null and lower(email) = lower($2) limit ${MAX_CANDIDATES})
       union all
       (select distinct customer_id, 'meeting' from meeting where external_id = $3 limit ${MAX_CANDIDATES})
       union all
       (select distinct customer_id, 'domain' from contact
         where lower(split_part(email, '@', 2)) = $4 limit ${MAX_CANDIDATES})
       union all
       (select id, 'name' from customer
         where lower(name) = lower($5) or external_id = $5 limit ${MAX_CANDIDATES})
     )
     select c.id, c.external_id as "externalId", c.name, array_agg(distinct s.signal) as signals
       from sign s join customer c on c.id = s.customer_id
      group by c.id order by c.id limit ${MAX_CANDIDATES}`,
    [namedCustomerId, email, meeting, domain, company],
  );
}

/** When it is said to have been, and of whom. Without a customer, the day is looked for wherever on earth it was. */
export type ClaimedMoment = Pick<SaidClaim, 'meeting' | 'day' | 'time'> & {
  readonly customerId: string | null;
  readonly namedIncidentId: string | null;
};

const WINDOW = `
  select w.incident_id, tstzrange(w.starts_at, coalesce(w.ends_at, 'infinity')) as during
    from outage_window w where w.retracted_at is null`;

/**
 * The incidents to which anything points: the one that an agent named; those whose windows touch the meeting's time; the
 * hour around the time given; the day, in the customer's zone. The newest first.
 */
export function findIncidents(tx: Tx, moment: ClaimedMoment): Promise<IncidentCandidate[]> {
  const { meeting, day, time, customerId, namedIncidentId } = moment;
  return rows<IncidentCandidate>(
    tx,
    `with zone as (
       select coalesce((select time_zone from customer where id = $2), 'UTC') as name,
              case when $2::uuid is null then interval '14 hours' else interval '0' end as margin
     ), meeting_time as (
       select tstzrange(least(m.scheduled_start_at, s.first_at),
                        greatest(m.scheduled_end_at, m.actual_end_at, s.last_at), '[]') as during
         from meeting m
        cross join lateral (
          select min(joined_at) as first_at, max(coalesce(left_at, joined_at)) as last_at from session
           where customer_id = m.customer_id and meeting_id = m.id) s
        where m.customer_id = $2 and m.external_id = $3
     ), said as (
       select 'meeting' as signal, during from meeting_time where not lower_inf(during) and not upper_inf(during)
       union all
       select 'time', tstzrange((($4::date + $5::time) at time zone name) - interval '1 hour',
                                (($4::date + $5::time) at time zone name) + interval '1 hour')
         from zone where $4::date is not null and $5::time is not null and $2::uuid is not null
       union all
       select 'day', tstzrange(($4::date::timestamp at time zone name) - margin,
                               (($4::date + 1)::timestamp at time zone name) + margin)
         from zone where $4::date is not null
     ), sign as (
       select $1::uuid as incident_id, 'named' as signal where $1::uuid is not null
       union all
       select w.incident_id, said.signal from said join (${WINDOW}) w on w.during && said.during
     )
     select n.id, n.reference, n.title, array_agg(distinct s.signal) as signals,
            (select to_json(min(w.starts_at)) #>> '{}' from outage_window w
              where w.incident_id = n.id and w.retracted_at is null) as "startsAt",
            coalesce((
              select exists (select 1 from customer_impact i where i.customer_id = $2 and i.assessment_id = a.id
                                and i.class <> 'unknown')
                from assessment a where a.incident_id = n.id and a.status = 'done'
               order by a.revision desc limit 1), false) as affected
       from sign s join incident n on n.id = s.incident_id
      group by n.id order by n.created_at desc, n.id desc limit ${MAX_CANDIDATES}`,
    [namedIncidentId, customerId, meeting, day, time],
  );
}

/** A customer by its external id, and an incident by its id: what an agent names. Undefined where there is none. */
export async function findNamed(
  tx: Tx,
  customerExternalId: string | null,
  incidentId: string | null,
): Promise<{ readonly customerId: string | null; readonly incidentId: string | null }> {
  const found = await row<{ customerId: string | null; incidentId: string | null }>(
    tx,
    `select (select id from customer where external_id = $1) as "customerId",
            (select id from incident where id = $2) as "incidentId"`,
    [customerExternalId, incidentId],
  );
  return found ?? { customerId: null, incidentId: null };
}

/** Throws `claim_not_valid` with whatever is named and was not found. */
export function assertNamed(
  customerId: string | null,
  incidentId: string | null,
  found: { readonly customerId: string | null; readonly incidentId: string | null },
): void {
  const reasons: Reason[] = [];
  if (customerId !== null && found.customerId === null) {
    reasons.push({ path: 'customerId', code: 'customer_not_found', message: `There is no customer ${customerId}.` });
  }
  if (incidentId !== null && found.incidentId === null) {
    reasons.push({ path: 'incidentId', code: 'incident_not_found', message: `There is no incident ${incidentId}.` });
  }
  if (reasons.length > 0) {
    throw new DomainError('unprocessable', 'claim_not_valid', 'What is named is not there.', { reasons });
  }
}
