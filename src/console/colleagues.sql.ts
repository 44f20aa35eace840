import { rows, type Tx } from '../platform/database/database.js';

/** Somebody who works here: `id` is as histories and timelines name who did something. */
export type Colleague = { readonly id: string; readonly name: string; readonly email: string };

/** Everybody who has or had an account, so that no page shows an id where a name is meant; by name. */
export function listColleagues(tx: Tx): Promise<Colleague[]> {
  return rows<Colleague>(
    tx,
    `select 'person:' || p.id as id, u.name, u.email
       from person p join auth."user" u on u.id = p.id::text order by lower(u.name), p.id`,
  );
}
