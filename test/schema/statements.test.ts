import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

/** Which feature's statements may write a table. Temporary tables (`run_…`, `staged_…`) belong to whoever makes them. */
const OWNER: Readonly<Record<string, string>> = {
  api_key: 'platform',
  audit_chain: 'platform',
  audit_entry: 'platform',
  idempotency_key: 'platform',
  person: 'platform',
  sign_in_failure: 'platform',
  job: 'platform',
  outbox_message: 'platform',
  rate_limit: 'platform',
  participant_name: 'meetings',
  retention_run: 'people',
  setting: 'platform',
  import_batch: 'platform',
  import_reject: 'platform',
  worker_heartbeat: 'platform',
  schema_migration: 'platform',
  customer: 'customers',
  contract: 'customers',
  contact: 'customers',
  component: 'incidents',
  incident: 'incidents',
  incident_update: 'incidents',
  evidence: 'incidents',
  outage_window: 'incidents',
  page_component: 'incidents',
  window_proposal: 'incidents',
  meeting: 'meetings',
  roster_entry: 'meetings',
  session: 'meetings',
  join_attempt: 'meetings',
  import_source: 'meetings',
  import_contribution: 'meetings',
  meeting_event: 'meetings',
  hook_source: 'meetings',
  data_delivery: 'meetings',
  policy: 'policies',
  policy_version: 'policies',
  assessment: 'assessments',
  impact: 'assessments',
  meeting_impact: 'assessments',
  customer_impact: 'assessments',
  data_gap: 'assessments',
  assessment_alternative: 'assessments',
  proposal: 'offers',
  offer: 'offers',
  offer_transition: 'offers',
  credit: 'offers',
  offer_share: 'offers',
  offer_approval: 'offers',
  offer_adjustment: 'offers',
  incident_budget: 'offers',
  proposal_run: 'offers',
  compensated_time: 'offers',
  fulfilment: 'offers',
  claim: 'claims',
  claim_arrival: 'claims',
  letter: 'letters',
  letter_text_version: 'letters',
  portal_answer: 'portal',
  outreach_case: 'outreach',
  case_activity: 'outreach',
  case_activity_revision: 'outreach',
  saved_view: 'outreach',
  mail: 'outreach',
  mail_block: 'outreach',
  mail_event: 'outreach',
  mail_run: 'outreach',
  staff_mail: 'outreach',
  delivery: 'billing',
  delivery_attempt: 'billing',
  billing_connection: 'billing',
  billing_route: 'billing',
  billing_control: 'billing',
  billing_document: 'billing',
  billing_event: 'billing',
  credit_reversal: 'billing',
  billing_csv_batch: 'billing',
  reconciliation: 'billing',
  drift: 'billing',
};

const WRITE =
  /\b(?:insert into|delete from|update|truncate|copy)\s+(?!set\b|skip\b)([a-z_]+)\b(?=\s*(?:\(|set\b|as\b|using\b|where\b|[a-z]\b|\n|$))/g;

function writesOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(WRITE)]
    .map(([, table]) => table ?? '')
    .filter((table) => table in OWNER);
}

test('each statement writes only the tables of its own feature', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(sql|service)\.ts$/.test(file),
  );
  const foreign = files.flatMap((file) => {
    const [feature = ''] = file.split('/');
    return writesOf(join('src', file))
      .filter((table) => OWNER[table] !== feature)
      .map((table) => `${file} writes ${table}`);
  });
  // The demo marks its database as one that it may empty again.
  expect(foreign).toEqual(['demo/demo-database.service.ts writes setting']);
  const written = new Set(files.flatMap((file) => writesOf(join('src', file))));
  expect(written.size).toBeGreaterThan(20);
});
