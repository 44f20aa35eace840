import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { DomainError } from '../../kernel/domain-error.js';
import { rows, type Tx } from '../database/database.js';

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
 * One page of `select`, in a total order of not-null columns (the last one unique), with keyset or offset paging.
 * `select` is trusted text with its values bound as $1…; column names come from code, never from the request.
 * Throws `invalid_cursor` for a cursor of another list.
 */
export async function listRows<T extends object>(
  tx: Tx,
  list: { readonly select: string; readonly values: readonly unknown[]; readonly order: readonly OrderColumn[] },
  query: ListQuery,
): Promise<Page<T>> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const values = [...list.values];
  const after =
    query.cursor === undefined ? 'true' : keysetCondition(list.order, decodeCursor(query.cursor, list.order), values);
  const order = list.order.map(({ name, direction }) => `q."${name}" ${direction}`).join(', ');
  values.push(limit + 1, query.offset ?? 0);
  const found = await rows<T>(
    tx,
    `select q.* from (${list.select}) q where ${after} order by ${order} limit $${values.length - 1} offset $${values.length}`,
    values,
  );
  const [count] = await rows<{ total: number }>(
    tx,
    `select count(*)::int as total from (select 1 from (${list.select}) q limit ${COUNT_LIMIT + 1}) c`,
    list.values,
  );
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const total = count?.total ?? 0;
  return {
    items: items.map(shown),
    nextCursor: found.length > limit && last !== undefined ? encodeCursor(last, list.order) : null,
    total: total > COUNT_LIMIT ? null : total,
  };
}

function shown<T extends object>(item: T): T {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !name.startsWith('_'))) as T;
}

/** `(a, b) > (x, y)` spelt out, since the directions may differ. Appends the bound values. */
function keysetCondition(order: readonly OrderColumn[], key: readonly string[], values: unknown[]): string {
  const places = order.map((column, index) => {
    values.push(key[index]);
    return `$${values.length}::${column.type}`;
  });
  const alternatives = order.map(({ name, direction }, index) => {
    const equal = order.slice(0, index).map((column, i) => `q."${column.name}" = ${places[i]}`);
    return `(${[...equal, `q."${name}" ${direction === 'asc' ? '>' : '<'} ${places[index]}`].join(' and ')})`;
  });
  return `(${alternatives.join(' or ')})`;
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
