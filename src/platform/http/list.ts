import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { DomainError } from '../../kernel/domain-error.js';
import { row, rows, type Tx } from '../database/database.js';

const DEFAULT_LIMIT = 50;
/** `total` is exact up to here and null beyond, so that no list counts a large table. */
const COUNT_LIMIT = 10_000;

/** The paging part of every list's query. */
export class ListQuery {
  /** How many items a page holds. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit?: number;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  cursor?: string;

  /** Skips items instead of following a cursor. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(10_000)
  offset?: number;
}

/** One page of a list. */
export type Page<T> = {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
  readonly total: number | null;
};

/**
 * A column of the list's order: an output name of its select, and the PostgreSQL type that reads it back from text. A
 * name that begins with an underscore is for the order alone and not shown.
 */
export type OrderColumn = {
  readonly name: string;
  readonly type: 'text' | 'uuid' | 'timestamptz' | 'int' | 'bigint';
  readonly direction: 'asc' | 'desc';
};

/**
 * A list: which rows it has and in which order, and what it shows of those on a page. All of it is trusted text with its
 * values bound as $1…; column names come from code, never from the request.
 */
export type List = {
  /**
   * The rows with the columns of the order, and as little else as can be: all of them may be looked at to find a page. A
   * left join to a unique key costs nothing as long as neither the filter nor the order asks for a column of it.
   */
  readonly select: string;
  /** What is shown, as a select from `page`, the rows of `select` that are on it. Without it these are shown. */
  readonly show?: string;
  /** The same rows as `select`, where they can be counted with fewer joins than put in order. */
  readonly counted?: string;
  /** Where to find rows costs more than to keep them: they are found once for the page and for the total. */
  readonly isFoundOnce?: boolean;
  readonly values: readonly unknown[];
  /** A total order of not-null columns, the last one unique. Both `select` and `show` give them. */
  readonly order: readonly OrderColumn[];
};

/**
 * One page of a list, with keyset or offset paging: one statement, which orders and cuts narrow rows and then works out
 * what is shown of the few that are left. Throws `invalid_cursor` for a cursor of another list.
 */
export async function listRows<T extends object>(tx: Tx, list: List, query: ListQuery): Promise<Page<T>> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const offset = query.offset ?? 0;
  const values = [...list.values];
  const after =
    query.cursor === undefined ? 'true' : keysetCondition(list.order, decodeCursor(query.cursor, list.order), values);
  values.push(limit + 1, offset);
  const isOnce = list.isFoundOnce ?? false;
  const count = isOnce ? countOf({ select: 'select from found' }) : countOf(list);
  // A first page that is not full says itself how many there are.
  const total =
    query.cursor === undefined
      ? `case when (select count(*) from page) = $${values.length - 1} then (${count}) end`
      : `(${count})`;
  const found = await rows<T & { readonly _total: number | null }>(
    tx,
    `with ${isOnce ? `found as materialized (${list.select}),` : ''} page as (
       select q.* from ${isOnce ? 'found' : `(${list.select})`} q where ${after}
        order by ${orderOf(list.order, 'q')} limit $${values.length - 1} offset $${values.length})
     select s.*, ${total} as "_total" from (${list.show ?? 'select * from page'}) s order by ${orderOf(list.order, 's')}`,
    values,
  );
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const isSeen = last !== undefined || (query.cursor === undefined && offset === 0);
  const counted = isSeen ? (last?._total ?? offset + items.length) : await countRows(tx, list);
  return {
    items: items.map(shown),
    nextCursor: found.length > limit && last !== undefined ? encodeCursor(last, list.order) : null,
    total: counted > COUNT_LIMIT ? null : counted,
  };
}

function countOf({ select, counted = select }: Pick<List, 'select' | 'counted'>): string {
  return `select count(*)::int from (select 1 from (${counted}) q limit ${COUNT_LIMIT + 1}) c`;
}

/** Of a page without a row, which could have said it. */
async function countRows(tx: Tx, list: List): Promise<number> {
  return (await row<{ count: number }>(tx, countOf(list), list.values))?.count ?? 0;
}

function orderOf(order: readonly OrderColumn[], alias: string): string {
  return order.map(({ name, direction }) => `${alias}."${name}" ${direction}`).join(', ');
}

function shown<T extends object>(item: T): T {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !name.startsWith('_'))) as T;
}

/**
 * `(a, b) > (x, y)`, which begins in an index. Where the directions differ it is spelt out, behind a bound on the first
 * column that says nothing new and that an index understands. Appends the bound values.
 */
function keysetCondition(order: readonly OrderColumn[], key: readonly string[], values: unknown[]): string {
  const columns = order.map(({ name }) => `q."${name}"`);
  const places = order.map(({ type }, index) => `$${values.push(key[index])}::${type}`);
  const signs = order.map(({ direction }) => (direction === 'asc' ? '>' : '<'));
  if (new Set(signs).size === 1) return `(${columns.join(', ')}) ${signs[0]} (${places.join(', ')})`;
  const alternatives = columns.map((column, index) => {
    const equal = columns.slice(0, index).map((before, i) => `${before} = ${places[i]}`);
    return `(${[...equal, `${column} ${signs[index]} ${places[index]}`].join(' and ')})`;
  });
  return `${columns[0]} ${signs[0]}= ${places[0]} and (${alternatives.join(' or ')})`;
}

function encodeCursor(row: object, order: readonly OrderColumn[]): string {
  const key = order.map(({ name }) => {
    const value: unknown = (row as Record<string, unknown>)[name];
    return value instanceof Date ? value.toISOString() : String(value);
  });
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

const VALUE_OF_TYPE: Readonly<Record<OrderColumn['type'], RegExp>> = {
  text: /^[^\0]*$/s,
  uuid: /^[0-9a-f-]{36}$/i,
  timestamptz: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  int: /^-?\d{1,9}$/,
  bigint: /^-?\d{1,18}$/,
};

function decodeCursor(cursor: string, order: readonly OrderColumn[]): string[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const fits =
      Array.isArray(key) &&
      key.length === order.length &&
      order.every(({ type }, index) => typeof key[index] === 'string' && VALUE_OF_TYPE[type].test(key[index]));
    if (fits) return key as string[];
  } catch {
    // Not even JSON: refused below like any other foreign cursor.
  }
  throw new DomainError('invalid', 'invalid_cursor', 'This cursor does not belong to this list.', {
    reasons: [{ path: 'cursor', code: 'invalid_cursor', message: 'Take nextCursor from the page before.' }],
  });
}
