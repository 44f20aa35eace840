import { secondsOf } from '../assessments/classify.sql.js';
import { rows, type Tx } from '../platform/database/database.js';
import type { PolicyVersion } from '../policies/policy.js';
import { type FactsSnapshot, offerContentHash, priceOffer } from './price-offer.js';
import type { OfferFacts } from './proposal.js';

/** Something that must never be, with the record that shows it. */
export type Violation = { readonly invariant: string; readonly subject: string };

/** Each gives a row with a `subject` for every violation, and none when all is well. */
const CHECKS: Readonly<Record<string, string>> = {
  'I1: no second of a person is compensated twice for one kind of policy': `
    select a.offer_id || ' and ' || b.offer_id as subject
      from compensated_time a join compensated_time b
        on b.customer_id = a.customer_id and b.kind = a.kind and b.participant_id = a.participant_id
       and (b.offer_id, b.from_level, b.to_level) > (a.offer_id, a.from_level, a.to_level)
       and b.during && a.during and int4range(b.from_level, b.to_level) && int4range(a.from_level, a.to_level)
     where a.released_at is null and b.released_at is null`,
  'I1: time is held exactly by the offers that stand': `
    select t.offer_id as subject
      from compensated_time t join offer o on o.customer_id = t.customer_id and o.id = t.offer_id
     where (t.released_at is null) <> (o.status in ('draft', 'approved', 'sent', 'accepted'))`,
  'I2: the seconds of an impact are the measure of its time, and no two classes overlap': `
    select assessment_id || ' ' || participant_id as subject from impact
     where blocked_seconds <> ${secondsOf('blocked')} or inferred_seconds <> ${secondsOf('inferred')}
        or media_lost_seconds <> ${secondsOf('media_lost')} or degraded_seconds <> ${secondsOf('degraded')}
        or interactivity_lost_seconds <> ${secondsOf('interactivity_lost')}
        or not (inferred <@ blocked) or blocked && (media_lost + interactivity_lost + degraded)
        or media_lost && (interactivity_lost + degraded) or interactivity_lost && degraded`,
  'I3: the lines of an offer add up to it': `
    select id as subject from offer
     where amount_minor <> (select coalesce(sum((line ->> 'amountMinor')::bigint), 0) from jsonb_array_elements(lines) line)`,
  'I3: the shares of an offer add up to it': `
    select o.id as subject from offer o
     where o.inputs is not null and o.amount_minor <> (select coalesce(sum(s.amount_minor), 0)
       from offer_share s where s.customer_id = o.customer_id and s.offer_id = o.id)`,
  'I4: no period gives more than its cap': `
    select s.customer_id || ' ' || s.period_start_at as subject
      from offer_share s join offer o on o.customer_id = s.customer_id and o.id = s.offer_id
     where o.status in ('draft', 'approved', 'sent', 'accepted')
     group by s.customer_id, s.kind, s.period_start_at, o.currency
    having bool_and(s.period_cap_minor is not null) and sum(s.amount_minor) > max(s.period_cap_minor)`,
  'I5: each move of an offer begins where the one before ended, and the last one where the offer stands': `
    select offer_id as subject from (
      select t.offer_id, t.from_status, t.to_status, o.status, o.inputs is not null as is_ours,
             lag(t.to_status) over w as before, lead(t.to_status) over w as after
        from offer_transition t join offer o on o.customer_id = t.customer_id and o.id = t.offer_id
      window w as (partition by t.customer_id, t.offer_id order by t.version)) moves
     where (from_status is distinct from before and (before is not null or is_ours))
        or (after is null and to_status <> status)`,
  'I5: an offer moves only along its transitions': `
    select offer_id as subject from offer_transition
     where coalesce(from_status, '') || '>' || to_status not in ('>draft', 'draft>approved', 'draft>withdrawn',
       'approved>sent', 'approved>withdrawn', 'approved>expired', 'approved>draft', 'sent>accepted', 'sent>declined',
       'sent>expired', 'sent>withdrawn')`,
  'I6: an offer that was approved here has an approval of what it is now, by nobody who changed it': `
    select o.id as subject from offer o
     where o.status in ('approved', 'sent', 'accepted')
       and exists (select 1 from offer_transition t where t.customer_id = o.customer_id and t.offer_id = o.id
                      and t.to_status = 'approved')
       and (select count(*) from offer_approval a where a.customer_id = o.customer_id and a.offer_id = o.id
               and a.edition = o.edition and a.content_hash = o.content_hash
               and not exists (select 1 from offer_adjustment d where d.customer_id = o.customer_id
                                  and d.offer_id = o.id and d.person = a.person))
           < case when exists (
               select 1 from offer_share s join policy_version v on v.id = s.policy_version_id
                where s.customer_id = o.customer_id and s.offer_id = o.id
                  and o.amount_minor > (v.rules #>> array['fourEyesAbove', o.currency])::bigint) then 2 else 1 end`,
  'I7: an approval is of the content that its edition has': `
    select o.id as subject
      from offer o join offer_approval a on a.customer_id = o.customer_id and a.offer_id = o.id
     where a.edition > o.edition or a.edition = o.edition and a.content_hash <> o.content_hash`,
  'I7: each change by hand begins at what the one before came to, and the last one is the offer': `
    select offer_id as subject from (
      select d.offer_id, d.from_minor, d.to_minor, o.amount_minor,
             lag(d.to_minor) over w as before, lead(d.to_minor) over w as after
        from offer_adjustment d join offer o on o.customer_id = d.customer_id and o.id = d.offer_id
      window w as (partition by d.customer_id, d.offer_id order by d.edition)) changes
     where from_minor <> coalesce(before, from_minor) or (after is null and to_minor <> amount_minor)`,
  'I8: a credit is of an accepted offer, and no more than it': `
    select c.id as subject from credit c join offer o on o.customer_id = c.customer_id and o.id = c.offer_id
     where o.status <> 'accepted' or c.amount_minor > o.amount_minor or c.currency <> o.currency`,
  'I9: a credit has one message to billing, and a reference that is a function of its id': `
    select c.id as subject from credit c
     where c.reference <> 'amends-' || c.id
        or (select count(*) from outbox_message m where m.topic = 'credit.requested' and m.dedup_key = 'credit:' || c.id) <> 1`,
  'the approved offers of an incident are within the budget of their policy': `
    select o.incident_id || ' ' || v.policy_code as subject
      from offer o join offer_share s on s.customer_id = o.customer_id and s.offer_id = o.id
      join policy_version v on v.id = s.policy_version_id
     where o.status in ('approved', 'sent', 'accepted')
     group by o.incident_id, v.policy_code, o.currency
    having sum(s.amount_minor) > max((v.rules #>> array['budgetPerIncident', o.currency])::bigint)`,
};

type StoredOffer = {
  readonly customerId: string;
  readonly id: string;
  readonly incidentId: string;
  readonly policyVersionId: string;
  readonly contentHash: string;
  readonly inputs: FactsSnapshot;
};

/** Everything that is not as it must be: money, compensated time, moves, and offers that come out differently now. */
export async function findViolations(tx: Tx): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const [invariant, statement] of Object.entries(CHECKS)) {
    for (const { subject } of await rows<{ subject: string }>(tx, `${statement} limit 10`)) {
      found.push({ invariant, subject });
    }
  }
  return [...found, ...(await changedOffers(tx))];
}

const BATCH = 2000;

/** Works every offer out again from the facts that it keeps: its hash must be the one that it was given. */
async function changedOffers(tx: Tx): Promise<Violation[]> {
  const versions = await rows<PolicyVersion>(
    tx,
    `select id, policy_code as "policyCode", version, rules, '' as "from", null as "to" from policy_version`,
  );
  const versionOf = new Map(versions.map((version) => [version.id, version]));
  const found: Violation[] = [];
  for (let after = '00000000-0000-0000-0000-000000000000', full = true; full;) {
    const offers = await rows<StoredOffer>(
      tx,
      `select customer_id as "customerId", id, incident_id as "incidentId", policy_version_id as "policyVersionId",
              coalesce(computed_hash, content_hash) as "contentHash", inputs
         from offer where inputs is not null and id > $1 order by id limit $2`,
      [after, BATCH],
    );
    for (const offer of offers) {
      if (recomputedHash(offer, versionOf) === offer.contentHash) continue;
      found.push({ invariant: 'I16: an offer comes out the same from the facts that it keeps', subject: offer.id });
    }
    after = offers.at(-1)?.id ?? after;
    full = offers.length === BATCH;
  }
  return found;
}

function recomputedHash(
  { customerId, incidentId, policyVersionId, inputs }: StoredOffer,
  versionOf: ReadonlyMap<string, PolicyVersion>,
): string | undefined {
  const policies = Object.entries(inputs.policies).flatMap(([kind, { policyVersionId: id, ...mine }]) => {
    const version = versionOf.get(id);
    if (version === undefined) return [];
    const { policyCode, version: number, rules } = version;
    return [[kind, { ...mine, policy: { id, policyCode, version: number, rules } }] as const];
  });
  const facts: OfferFacts = { ...inputs, policies: Object.fromEntries(policies) };
  const { lines, total } = priceOffer(facts);
  return total === null
    ? undefined
    : offerContentHash({ customerId, incidentId, policyVersionId, lines, amount: total });
}
