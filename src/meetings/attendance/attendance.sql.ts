import { row, rows, type Tx } from '../../platform/database/database.js';

/** What of the answers is not here: the customer, components. */
export async function unknownNames(
  tx: Tx,
  customerExternalId: string,
  components: readonly string[],
): Promise<{ readonly isCustomerKnown: boolean; readonly unknownComponents: readonly string[] }> {
  const found = await row<{ isCustomerKnown: boolean; unknownComponents: string[] }>(
    tx,
    `select exists (select from customer where external_id = $1) as "isCustomerKnown",
            array(select k from unnest($2::text[]) k where not exists (select from component where key = k)) as "unknownComponents"`,
    [customerExternalId, components],
  );
  return found ?? { isCustomerKnown: false, unknownComponents: [] };
}

/** The meetings of a customer that are known by a line of their own, so that an attendance file does not describe them. */
export async function describedMeetings(
  tx: Tx,
  customerExternalId: string,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, Date | null>> {
  const found = await rows<{ id: string; start: Date | null }>(
    tx,
    `select m.external_id as id, m.scheduled_start_at as start
       from meeting m join customer c on c.id = m.customer_id
       left join import_batch b on b.id = m.import_id
      where c.external_id = $1 and m.external_id = any ($2) and not m.is_stub and b.kind is distinct from 'attendance'`,
    [customerExternalId, externalIds],
  );
  return new Map(found.map(({ id, start }) => [id, start]));
}

/** The stored sessions of meetings, by `meeting participant joinedAt`, with their leave. */
export async function storedSessions(
  tx: Tx,
  customerExternalId: string,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, Date | null>> {
  const found = await rows<{ meeting: string; participant: string; joinedAt: Date; leftAt: Date | null }>(
    tx,
    `select m.external_id as meeting, s.participant_id as participant, s.joined_at as "joinedAt", s.left_at as "leftAt"
       from customer c join meeting m on m.customer_id = c.id
       join session s on s.customer_id = m.customer_id and s.meeting_id = m.id
      where c.external_id = $1 and m.external_id = any ($2) and s.session_id = ''`,
    [customerExternalId, externalIds],
  );
  return new Map(found.map((each) => [sessionKey(each.meeting, each.participant, each.joinedAt), each.leftAt]));
}

/** What a session without an id of its own is known by, to the second. */
export function sessionKey(meeting: string, participant: string, joinedAt: Date): string {
  return JSON.stringify([meeting, participant, Math.floor(joinedAt.getTime() / 1000)]);
}
