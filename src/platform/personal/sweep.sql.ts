import { row, rowCount, rows, type Tx } from '../database/database.js';

/** A column of free text: of text, of JSON, or of a list of texts. */
export type TextColumn = {
  readonly table: string;
  readonly column: string;
  readonly type: 'text' | 'jsonb' | 'json' | 'text[]';
};
export type Mention = { readonly table: string; readonly column: string; readonly rows: number };

/** Never swept: the audit trail is a chain of hashes and holds nothing personal by rule, the others no text of ours. */
const PLUMBING = ['audit_entry', 'audit_chain', 'schema_migration', 'worker_heartbeat', 'rate_limit'];

/** Every column of free text of our schema but for the given tables, partitions apart: new tables are found by themselves. */
export async function textColumns(tx: Tx, exceptions: readonly string[]): Promise<TextColumn[]> {
  return rows<TextColumn>(
    tx,
    `select c.relname as "table", a.attname as "column", format_type(a.atttypid, null) as type
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and a.attgenerated = '' and format_type(a.atttypid, null) in ('text', 'jsonb', 'json', 'text[]')
        and c.relname <> all ($1::text[])
      order by c.relname, a.attnum`,
    [[...PLUMBING, ...exceptions]],
  );
}

/** In which columns the pattern is found, and in how many rows. */
export async function findMentions(tx: Tx, columns: readonly TextColumn[], pattern: string): Promise<Mention[]> {
  const mentions: Mention[] = [];
  for (const { table, column } of columns) {
    const found = await row<{ rows: number }>(
      tx,
      `select count(*)::int as rows from "${table}" where "${column}"::text ~* $1`,
      [pattern],
    );
    if (found !== undefined && found.rows > 0) mentions.push({ table, column, rows: found.rows });
  }
  return mentions;
}

/** Puts the pseudonym wherever the pattern is found. Names come from the catalog. Returns the rows changed by column. */
export async function maskMentions(
  tx: Tx,
  columns: readonly TextColumn[],
  pattern: string,
  pseudonym: string,
): Promise<Mention[]> {
  const masked: Mention[] = [];
  for (const { table, column, type } of columns) {
    const changed = await rowCount(
      tx,
      `update "${table}" set "${column}" = regexp_replace("${column}"::text, $1, $2, 'gi')::${type}
        where "${column}"::text ~* $1`,
      [pattern, pseudonym],
    );
    if (changed > 0) masked.push({ table, column, rows: changed });
  }
  return masked;
}
