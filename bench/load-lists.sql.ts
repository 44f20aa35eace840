import { rows, type Tx } from '../src/platform/database/database.js';

/** The incident that every row of the lists is of, its assessment, and the version of the policy that made the offers. */
export type LoadedLists = { readonly incidentId: string; readonly assessmentId: string };

const AT = `'2020-09-16T18:00:00Z'::timestamptz`;
/** Ids that say which row they are of, so that no row is looked up while the others are filled. */
const ID = (kind: number): string =>
  `(lpad(to_hex(${kind}), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
const [CUSTOMER, OFFER, CREDIT, CASE, CLAIM, ARRIVAL, ENTRY, MEETING, MAIL, CONTACT, JOB] = Array.from(
  { length: 11 },
  (_each, index) => ID(index + 1),
) as [string, string, string, string, string, string, string, string, string, string, string];
const INCIDENT = '00000000-0000-7000-8000-000000000001';
const ASSESSMENT = '00000000-0000-7000-8000-000000000002';
const POLICY = '00000000-0000-7000-8000-000000000003';
const WINDOWS = JSON.stringify([
  {
    id: 'w',
    componentKey: 'app',
    startsAt: '2020-09-16T12:49:00Z',
    endsAt: '2020-09-16T13:09:00Z',
    capabilities: { join: 'lost' },
  },
]);
const CLASS = `(array['unable_to_join', 'media_loss', 'interactivity_loss', 'degraded'])[1 + n % 4]`;
const LATER = `${AT} + make_interval(secs => n)`;
const LINES = JSON.stringify([
  {
    code: 'percent_of_fee',
    inputs: { percent: '10', feeMinor: '5000' },
    amountMinor: 500,
    text: { fr: '10 % de 50 €', en: '10% of €50' },
  },
]);

/** Fills every list with `count` rows of one incident, as they would be some hours after it. */
export async function loadLists(tx: Tx, count: number): Promise<LoadedLists> {
  await loadOnce(tx);
  for (const sql of [...CUSTOMERS, ...IMPACTS, ...OFFERS, ...DESK]) {
    await rows(tx, `${sql} from generate_series(1, $1::int) n`, [count]);
  }
  return { incidentId: INCIDENT, assessmentId: ASSESSMENT };
}

async function loadOnce(tx: Tx): Promise<void> {
  const statements = [
    `insert into incident (id, title, status, time_zone, created_by, created_at, updated_at)
     values ('${INCIDENT}', 'bench', 'resolved', 'Europe/Paris', 'bench', ${AT}, ${AT})`,
    `insert into assessment (id, incident_id, revision, status, assessed_at, windows, created_by, created_at)
     values ('${ASSESSMENT}', '${INCIDENT}', 1, 'done', ${AT}, '${WINDOWS}', 'bench', ${AT})`,
    `insert into policy (code, name, created_by, created_at) values ('bench', 'bench', 'bench', ${AT})`,
    `insert into policy_version (id, policy_code, version, effective, rules, rules_hash, created_by, created_at)
     values ('${POLICY}', 'bench', 1, '[2020-01-01,)', '{"kind": "goodwill"}', 'x', 'bench', ${AT})`,
  ];
  for (const sql of statements) await rows(tx, sql);
}

const CUSTOMERS = [
  `insert into customer (id, external_id, name, time_zone, locale, created_at, updated_at)
   select ${CUSTOMER}, 'cus-' || n, 'Customer ' || md5(n::text), 'Europe/Paris', 'fr', ${AT}, ${AT}`,
  `insert into contract (customer_id, valid_from, plan, monthly_fee_minor, currency, status)
   select ${CUSTOMER}, '2020-01-01', (array['pro', 'team'])[1 + n % 2], 5000 + n * 7 % 90000, 'EUR', 'active'`,
  `insert into contact (customer_id, id, email, name, role)
   select ${CUSTOMER}, ${CONTACT}, 'who' || n || '@example.org', 'Who ' || n, 'owner'`,
];

const IMPACTS = [
  `insert into meeting (customer_id, id, external_id, title, scheduled_start_at, scheduled_end_at, is_stub, created_at, updated_at)
   select ${CUSTOMER}, ${MEETING}, 'meeting-' || n, 'Meeting ' || n, ${AT}, ${AT} + interval '1 hour', false, ${AT}, ${AT}`,
  `insert into impact
   select ${CUSTOMER}, '${ASSESSMENT}', ${MEETING}, 'p' || n, ${CLASS}, 'observed', false, false, false, 600, 0, 0, 0, 0,
          tstzmultirange(tstzrange(${AT} - interval '10 minutes', ${AT})), '{}', '{}', '{}', '{}'`,
  `insert into meeting_impact
   select ${CUSTOMER}, '${ASSESSMENT}', ${MEETING}, ${CLASS}, 'observed', 1, 0, 0, 0, 0, 600, 0, 0, 0, 0`,
  `insert into customer_impact
   select ${CUSTOMER}, '${ASSESSMENT}', ${CLASS}, 1 + n * 13 % 90, 0, 0, 0, 0, 600 + n % 700, 0, 0, 0, 0, 600 + n % 700, 0, 0, 0, 0,
          1, 0, 0, 0, 0, 0`,
];

const OFFERS = [
  `insert into offer (customer_id, id, incident_id, assessment_id, policy_version_id, sequence, status, amount_minor, currency, lines,
                      content_hash, computed_hash, created_by, created_at, updated_at)
   select ${CUSTOMER}, ${OFFER}, '${INCIDENT}', '${ASSESSMENT}', '${POLICY}', 0,
          (array['draft', 'approved', 'sent', 'accepted'])[1 + n % 4], 500 + n % 9000, 'EUR', '${LINES}', 'x', 'x', 'bench', ${LATER}, ${LATER}`,
  `insert into proposal (customer_id, assessment_id, incident_id, outcome, reasons, lines, amount_minor, currency, policy_version_id,
                         offer_id, input_hash, created_by, created_at)
   select ${CUSTOMER}, '${ASSESSMENT}', '${INCIDENT}', 'offer', '[]', '${LINES}', 500 + n % 9000, 'EUR', '${POLICY}', ${OFFER}, 'x',
          'bench', ${AT}`,
  `insert into credit (customer_id, id, offer_id, incident_id, amount_minor, currency, reference, created_by, created_at)
   select ${CUSTOMER}, ${CREDIT}, ${OFFER}, '${INCIDENT}', 500 + n % 9000, 'EUR', 'credit-' || n, 'bench', ${LATER}`,
  `insert into delivery (customer_id, id, credit_id, kind, reference, amount_minor, currency, status, created_at, updated_at)
   select ${CUSTOMER}, ${CREDIT}, ${CREDIT}, 'credit', 'credit-' || n, 500 + n % 9000, 'EUR',
          (array['parked', 'confirmed', 'applied', 'failed'])[1 + n % 4], ${LATER}, ${LATER}`,
  `insert into fulfilment (customer_id, id, offer_id, incident_id, what, amount_minor, currency, quantity, status, created_by, created_at)
   select ${CUSTOMER}, ${CREDIT}, ${OFFER}, '${INCIDENT}', 'days_of_service', 0, 'EUR', 2, 'open', 'bench', ${LATER}`,
];

const DESK = [
  `insert into outreach_case (customer_id, id, incident_id, status, impact_class, owed, owner, next_action, next_action_at, last_touch_at,
                              people, monthly_fee_minor, currency, priority, created_at, updated_at)
   select ${CUSTOMER}, ${CASE}, '${INCIDENT}', (array['to_contact', 'contacted', 'waiting', 'answered'])[1 + n % 4], ${CLASS},
          'offer', 'agent-' || n % 20, 'call', ${LATER}, ${LATER}, 1 + n * 13 % 90, 5000 + n * 7 % 90000, 'EUR', n * 31 % 900,
          ${LATER}, ${LATER}`,
  `insert into claim (id, customer_id, incident_id, status, verdict, arrived_at, version, created_by, created_at, updated_at)
   select ${CLAIM}, ${CUSTOMER}, '${INCIDENT}', 'open', 'known', ${LATER}, 1, 'bench', ${LATER}, ${LATER}`,
  `insert into claim_arrival (id, claim_id, channel, digest, name, email, text, locale, arrived_at, created_by)
   select ${ARRIVAL}, ${CLAIM}, 'form', md5(n::text), 'Who ' || n, 'who' || n || '@example.org', 'What about us?', 'en', ${LATER}, 'bench'`,
  `insert into mail (customer_id, id, case_id, incident_id, direction, contact_id, template, status, from_address, to_address, subject,
                     text_body, message_id, created_by, created_at, sent_at, updated_at)
   select ${CUSTOMER}, ${MAIL}, ${CASE}, '${INCIDENT}', 'out', ${CONTACT}, 'offer', 'sent', 'us@example.org',
          'who' || n || '@example.org', 'About the 16th', 'We are sorry.', '<' || n || '@example.org>', 'bench', ${LATER}, ${LATER}, ${LATER}`,
  `insert into audit_entry (customer_id, sequence, id, at, actor, actor_kind, action, subject_kind, subject_id, details, prev_hash, hash)
   select ${CUSTOMER}, 1, ${ENTRY}, ${LATER}, 'agent-' || n % 20, 'person', 'offer.approved', 'offer', ${OFFER}::text, '{}',
          sha256(n::text::bytea), sha256((n + 1)::text::bytea)`,
  `insert into job (id, kind, status, created_by, created_at) select ${JOB}, 'bench', 'done', 'bench', ${LATER}`,
];
