import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { from, to } from 'pg-copy-streams';
import { generateDay } from '../src/demo/generate-day.js';
import { figure, type Figure, median, report } from './report.js';

/**
 * `npm run bench:ingest`: session lines as NDJSON over HTTP into the product's own table, beside `COPY` of the very rows that
 * came of them into an empty twin with the same partitions and indexes; the medians of three runs in turn are compared.
 * Then what the process of the server takes while more lines than it could hold go through.
 */
const ROUNDS = 3;
const LIMITS = { copy: 2.5, memoryMiB: 400 };
/** A generated day of so many people; more lines take more days, each with customers of its own. */
const DAY = { people: 100_000, customers: 200 };
const CHUNK_LENGTH = 256 * 1024;
const MIB = 2 ** 20;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    lines: { type: 'string', default: '1000000' },
    'memory-lines': { type: 'string', default: '10000000' },
    rounds: { type: 'string', default: String(ROUNDS) },
  },
});
const say = (text: string): void => (values.json ? undefined : console.log(text));
const lines = Number(values.lines);
const memoryLines = Number(values['memory-lines']);

type Server = { readonly url: string; readonly key: string; readonly databaseUrl: string };

const folder = mkdtempSync(join(tmpdir(), 'bench-amends-'));
const child = fork(join(import.meta.dirname, 'ingest-server.ts'), {
  env: { ...process.env, AMENDS_HOME: join(folder, 'home') },
});
const rss: number[] = [];
try {
  const server = await started(child);
  const client = new Client({ connectionString: server.databaseUrl });
  await client.connect();
  try {
    report('ingest', await figures(server, client), values.json, { lines, memoryLines });
  } finally {
    await client.end();
  }
} finally {
  if (child.connected) {
    child.send('stop');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
}

async function figures(server: Server, client: Client): Promise<Figure[]> {
  const file = join(folder, 'sessions.ndjson');
  await pipeline(Readable.from(chunksOf(sessionsOf(lines))), createWriteStream(file));
  const components = [...customersOf(lines)].flatMap((line) => line.components);
  await client.query(
    `insert into component (key, name, capabilities, created_at, updated_at)
     select distinct key, key, '{join}'::text[], now(), now() from unnest($1::text[]) key`,
    [components],
  );
  await send(server, 'customers', Readable.from(chunksOf(customersOf(lines))));
  await send(server, 'meetings', Readable.from(chunksOf(meetingsOf(lines))));
  const times = await besideCopy(server, client, file);
  const found = [figure('session lines over HTTP, beside COPY', 'ms', times.product, times.floor, LIMITS.copy)];
  return [...found, await memory(server, client)];
}

async function besideCopy(
  server: Server,
  client: Client,
  file: string,
): Promise<{ readonly product: number; readonly floor: number }> {
  const times = { product: [] as number[], floor: [] as number[] };
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    await client.query('truncate session, data_delivery, import_contribution');
    await client.query('checkpoint');
    const product = await timed(async () => {
      const { accepted } = await send(server, 'sessions', createReadStream(file, { highWaterMark: CHUNK_LENGTH }));
      assert.equal(accepted, lines);
    });
    if (round === 1) await makeTwin(client);
    await client.query('truncate floor_session');
    await client.query('checkpoint');
    const rowsFile = createReadStream(join(folder, 'rows.copy'), { highWaterMark: CHUNK_LENGTH });
    const floor = await timed(() => pipeline(rowsFile, client.query(from('copy floor_session from stdin'))));
    await assertSameRows(client);
    say(
      `round ${round}: product ${product.toFixed(0)} ms, COPY ${floor.toFixed(0)} ms, ` +
        `ratio ${(product / floor).toFixed(2)}, all rows alike`,
    );
    times.product.push(product);
    times.floor.push(floor);
  }
  return { product: median(times.product), floor: median(times.floor) };
}

/** The same table, partitions and indexes; and the rows of the product's, as it keeps them, for COPY to bring. */
async function makeTwin(client: Client): Promise<void> {
  await client.query('create table floor_session (like session including all) partition by range (joined_at)');
  const { rows } = await client.query<{ name: string; bound: string }>(
    `select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bound
       from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'session'::regclass`,
  );
  for (const { name, bound } of rows) {
    await client.query(`create table floor_${name} partition of floor_session ${bound}`);
  }
  const copy = client.query(to('copy (select * from session) to stdout'));
  await pipeline(copy, createWriteStream(join(folder, 'rows.copy')));
}

async function assertSameRows(client: Client): Promise<void> {
  const hash = (table: string): string =>
    `select count(*) as n, sum(hash_record_extended(row (customer_id, meeting_id, participant_id, joined_at, session_id,
       left_at, role, kind), 0)) as hash from ${table}`;
  const [product, floor] = [await client.query(hash('session')), await client.query(hash('floor_session'))];
  assert.deepEqual(product.rows, floor.rows);
}

/** Lines straight from the generator: nothing but the server sees them all. Their meetings are not known before. */
async function memory(server: Server, client: Client): Promise<Figure> {
  await client.query('truncate session, data_delivery, import_contribution, roster_entry, meeting');
  await send(server, 'customers', Readable.from(chunksOf(customersOf(memoryLines))));
  rss.length = 0;
  await send(server, 'sessions', Readable.from(chunksOf(sessionsOf(memoryLines))));
  const inMiB = rss.map((bytes) => Math.round(bytes / MIB));
  const tenth = Math.ceil(inMiB.length / 10);
  const curve = Array.from({ length: 10 }, (_, part) => Math.max(0, ...inMiB.slice(part * tenth, (part + 1) * tenth)));
  say(`memory over ${memoryLines} lines, the highest of each tenth of the time: ${curve.join(', ')} MiB`);
  return figure(`memory over ${memoryLines} lines`, 'MiB', Math.max(...inMiB), LIMITS.memoryMiB, 1);
}

async function started(process: ChildProcess): Promise<Server> {
  return new Promise((resolve, reject) => {
    process.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    process.on('message', (message: Partial<Server> & { rssBytes?: number }) => {
      if (message.rssBytes !== undefined) rss.push(message.rssBytes);
      else resolve(message as Server);
    });
  });
}

type Receipt = { readonly accepted: number; readonly rejected: number };

async function send({ url, key }: Server, kind: string, body: Readable): Promise<Receipt> {
  const call = request(`${url}/api/v1/imports/${kind}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/x-ndjson',
      'idempotency-key': `${kind}-${Date.now()}`,
    },
  });
  const answered = once(call, 'response');
  await pipeline(body, call);
  const [response] = (await answered) as [AsyncIterable<Buffer> & { statusCode: number }];
  let text = '';
  for await (const bytes of response) text += bytes.toString();
  assert.equal(response.statusCode, 200, text);
  const receipt = JSON.parse(text) as Receipt;
  assert.equal(receipt.rejected, 0, text.slice(0, 1000));
  return receipt;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function* chunksOf(items: Iterable<object>): Generator<string> {
  let chunk = '';
  for (const item of items) {
    chunk += `${JSON.stringify(item)}\n`;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

/** The first so many lines of as many days as it takes. */
function* sessionsOf(count: number): Generator<object> {
  let left = count;
  for (let day = 0; left > 0; day += 1) {
    for (const line of dayOf(day).sessions()) {
      if (left === 0) return;
      left -= 1;
      yield { ...line, customerId: `${day}-${line.customerId}` };
    }
  }
}

function* customersOf(count: number): Generator<{ readonly components: readonly string[] }> {
  for (let day = 0; day < daysFor(count); day += 1) {
    for (const line of dayOf(day).customers())
      yield Object.assign(line, { externalId: `${day}-${line.externalId}`, billing: undefined });
  }
}

function* meetingsOf(count: number): Generator<object> {
  for (let day = 0; day < daysFor(count); day += 1) {
    for (const line of dayOf(day).meetings()) {
      yield { ...line, customerId: `${day}-${line.customerId}`, roster: undefined };
    }
  }
}

/** A person has at least one session a day, the most of them two. */
function daysFor(count: number): number {
  return Math.ceil(count / DAY.people);
}

function dayOf(day: number): ReturnType<typeof generateDay> {
  return generateDay({ ...DAY, seed: 100 + day });
}
