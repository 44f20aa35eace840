import { rowCount, rows, type Tx } from '../platform/database/database.js';
import type { Person } from '../platform/personal/person.js';

/** In how many impacts a participant stands. */
export async function countImpactsOf(tx: Tx, { customerId, id }: Person): Promise<object[]> {
  return rows(
    tx,
    `select assessment_id as "assessmentId", count(*)::int as impacts from impact
      where customer_id = $1 and participant_id = $2 group by assessment_id order by assessment_id`,
    [customerId, id],
  );
}

/** Puts a pseudonym in place of a participant's id; classes and seconds stay. */
export async function pseudonymiseImpacts(tx: Tx, { customerId, id }: Person, pseudonym: string): Promise<number> {
  const where = 'where customer_id = $1 and participant_id = $2';
  return rowCount(tx, `update impact set participant_id = $3 ${where}`, [customerId, id, pseudonym]);
}

const OLD = `i.participant_id !~ '^erased-' and i.assessment_id in (select id from assessment where assessed_at < $1)`;

/**
 * Makes the impacts of assessments older than the instant nameless: one random pseudonym for a person of an assessment, so
 * that who was hit twice still counts once. With `dryRun` only counts.
 */
export async function forgetOldImpacts(tx: Tx, before: Date, dryRun: boolean): Promise<number> {
  if (dryRun) {
    const [held] = await rows<{ count: number }>(tx, `select count(*)::int as count from impact i where ${OLD}`, [
      before,
    ]);
    return held?.count ?? 0;
  }
  return rowCount(
    tx,
    `with people as materialized (
       select p.*, 'erased-' || replace(gen_random_uuid()::text, '-', '') as pseudonym
         from (select distinct i.customer_id, i.assessment_id, i.participant_id from impact i where ${OLD}) p
     )
     update impact i set participant_id = p.pseudonym from people p
      where i.customer_id = p.customer_id and i.assessment_id = p.assessment_id and i.participant_id = p.participant_id`,
    [before],
  );
}
