import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rows } from '../../src/platform/database/database.js';
import {
  CLI,
  createIngestBench,
  customerLine,
  faultsOf,
  type IngestBench,
  linesOf,
  stateHash,
} from './ingest-bench.js';

let bench: IngestBench;

beforeAll(async () => {
  bench = await createIngestBench();
});

afterAll(() => bench.drop());

const HEADER =
  'externalId,name,timezone,locale,contract.plan,contract.monthlyFee.amountMinor,contract.monthlyFee.currency,contract.from';
const record = (externalId: string, name = externalId): string =>
  `${externalId},${name},Europe/Paris,fr-FR,pro,42000,EUR,2020-01-01`;

async function countOf(table: string): Promise<number> {
  const [found] = await rows<{ count: number }>(bench.database.tx, `select count(*) as count from ${table}`);
  return found?.count ?? 0;
}

/** The refusal of a file, once it is seen that nothing but the refused import was written. */
async function refusal(kind: string, file: string | Buffer, format: 'ndjson' | 'csv') {
  const before = [await stateHash(bench.database), await countOf('import_reject')];
  const refused = await bench.load(kind, file, format).then(
    () => undefined,
    (error: unknown) =>
      error as {
        kind: string;
        code: string;
        details: { importId: string; line?: number };
        reasons: { path: string }[];
      },
  );
  expect(refused).toMatchObject({ kind: 'invalid', details: { importId: expect.any(String) } });
  expect([await stateHash(bench.database), await countOf('import_reject')]).toEqual(before);
  const batch = await bench.receipts.get(refused?.details.importId ?? '');
  expect(batch).toMatchObject({ kind, status: 'refused', errorCode: refused?.code, read: 0, accepted: 0, errors: [] });
  return { code: refused?.code, line: refused?.details.line, paths: refused?.reasons.map(({ path }) => path) };
}

describe('a fault of a line refuses that line and no other', () => {
  test('with its number, field and reason; the rest goes in, and the receipt accounts for every line', async () => {
    const good = customerLine('files-good');
    const bad = customerLine('files-bad', { name: '', timezone: 'Paris', note: 1, components: ['app', 'nothing'] });
    const text = `${linesOf([good])}\r\n{"externalId":\n[1]\n${linesOf([bad, customerLine('files-last')])}`;
    const receipt = await bench.load('customers', text);
    expect(receipt).toMatchObject({ kind: 'customers', status: 'done', sourceName: 'a file', createdBy: 'cli' });
    expect([receipt.read, receipt.accepted, receipt.rejected]).toEqual([5, 2, 3]);
    expect(faultsOf(receipt)).toEqual([
      '3  invalid_json',
      '4  not_an_object',
      '5 components unknown_component',
      '5 name required',
      '5 note unknown_field',
      '5 timezone unknown_time_zone',
    ]);
    expect(receipt.errors[2]?.message).toBe('There is no component nothing.');
    expect(await bench.receipts.get(receipt.id)).toEqual(receipt);
    const { items } = await bench.customers.list({ q: 'FILES-' });
    expect(items.map(({ externalId }) => externalId)).toEqual(['files-good', 'files-last']);
  });

  test('the receipt shows the first 100, the list of rejects all, page by page', async () => {
    const receipt = await bench.load('customers', 'nonsense\n'.repeat(250));
    expect([receipt.read, receipt.accepted, receipt.rejected, receipt.errors.length]).toEqual([250, 0, 250, 100]);
    const lines: number[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const page = await bench.receipts.rejects(receipt.id, {
        limit: 100,
        ...(cursor === undefined ? {} : { cursor }),
      });
      lines.push(...page.items.map(({ line }) => line));
      expect(page.total).toBe(250);
      more = page.nextCursor !== null;
      cursor = page.nextCursor ?? undefined;
    }
    expect(lines).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
  });

  test('a line too long to be kept is refused, the next ones are not', async () => {
    const long = JSON.stringify(customerLine('files-long', { name: 'x'.repeat(600_000) }));
    const receipt = await bench.load('customers', `${long}\n${linesOf([customerLine('files-after-long')])}`);
    expect([faultsOf(receipt), receipt.accepted]).toEqual([['1  line_too_long'], 1]);
  });

  test('text of every script goes in as it is', async () => {
    const name = 'É Ł œ € Ω Ж 漢 😀 "quoted" \\N \\. {a,b} \'';
    await bench.load('customers', [customerLine('files-scripts', { name })]);
    expect((await bench.customers.get('files-scripts')).name).toBe(name);
  });

  test('an empty file is an import of no lines', async () => {
    expect(await bench.load('customers', '')).toMatchObject({ status: 'done', read: 0, accepted: 0, rejected: 0 });
  });
});

describe('a fault of the file refuses it whole', () => {
  test.each([
    [
      'UTF-16 with its mark',
      Buffer.from(`\u{FEFF}${linesOf([customerLine('utf16')])}`, 'utf16le'),
      'ndjson',
      undefined,
    ],
    ['UTF-16 without', Buffer.from(`${HEADER}\n${record('utf16')}\n`, 'utf16le'), 'csv', undefined],
    [
      'Latin-1 after many good lines',
      Buffer.concat([
        Buffer.from(linesOf(Array.from({ length: 200 }, (_, index) => customerLine(`latin-${index}`)))),
        Buffer.from(linesOf([customerLine('latin', { name: 'Café' })]), 'latin1'),
      ]),
      'ndjson',
      201,
    ],
    ['Latin-1 in CSV', Buffer.from(`${HEADER}\n${record('a')}\n${record('b', 'Café')}\n`, 'latin1'), 'csv', 3],
  ] as const)('%s', async (_name, file, format, line) => {
    expect(await refusal('customers', file, format)).toMatchObject({ code: 'encoding_not_utf8', line });
  });

  test.each([
    ['', 'missing_column', HEADER.split(',')],
    ['externalId,name\n', 'missing_column', HEADER.split(',').slice(2)],
    [`${HEADER},note,contacts\n`, 'unknown_column', ['note', 'contacts']],
    [`${HEADER},name\n`, 'duplicate_column', ['name']],
    [
      `${HEADER.replaceAll(',', ';')}\n`,
      'missing_column',
      [...HEADER.split(','), HEADER.replaceAll(',', ';').slice(0, 100)],
    ],
  ])('the header %p is %s', async (file, code, paths) => {
    expect(await refusal('customers', file, 'csv')).toMatchObject({ code, paths });
  });

  test('a record that never ends', async () => {
    const file = `${HEADER}\n${record('a')}\n"${'x\n'.repeat(300_000)}`;
    expect(await refusal('customers', file, 'csv')).toMatchObject({ code: 'record_too_long', line: 3 });
  });
});

describe('CSV', () => {
  test('takes marks, CRLF, blank lines, and quoted commas, quotes and line breaks, and keeps count of lines', async () => {
    const header = 'externalId,customerId,title,scheduledStart,scheduledEnd,components,roster';
    await bench.load('customers', [customerLine('csv')]);
    const file = [
      `\u{FEFF}${header}\r\n`,
      'c1,csv,"One, ""two""\r\nthree\n\nfour",2020-09-16T14:30:00+02:00,2020-09-16T15:30:00+02:00,realtime;app,\r\n',
      '\r\n\n',
      'c2,csv,,late,2020-09-16T15:30:00+02:00,,\n',
      'c3,csv,Three,2020-09-16T14:30:00+02:00,2020-09-16T15:30:00+02:00,,a:facilitator; b ;c:d:participant\n',
      'c4,csv,too,few\n',
      'c5,csv,5" wide,2020-09-16T14:30:00+02:00,2020-09-16T15:30:00+02:00,,',
    ].join('');
    const receipt = await bench.load('meetings', file, 'csv');
    expect(faultsOf(receipt)).toEqual(['8 scheduledStart invalid_instant', '10  wrong_number_of_fields']);
    expect([receipt.read, receipt.accepted]).toEqual([5, 3]);
    const found = await rows(
      bench.database.tx,
      `select m.external_id, title, m.components, roster_known,
              (select array_agg(participant_id || '=' || role order by 1) from roster_entry r where r.meeting_id = m.id) as roster
         from meeting m join customer c on c.id = m.customer_id where c.external_id = 'csv' order by m.external_id`,
    );
    expect(found).toEqual([
      {
        external_id: 'c1',
        title: 'One, "two"\r\nthree\n\nfour',
        components: ['app', 'realtime'],
        roster_known: false,
        roster: null,
      },
      {
        external_id: 'c3',
        title: 'Three',
        components: null,
        roster_known: true,
        roster: ['a=facilitator', 'b=participant', 'c:d=participant'],
      },
      { external_id: 'c5', title: '5" wide', components: null, roster_known: false, roster: null },
    ]);
  });

  test.each([
    [`${record('cut-a')}\n"cut-b,Name,Europe/Paris`, 'quote_not_closed'],
    [`${record('cut-a')}\ncut-b,Name,Europe/Par`, 'wrong_number_of_fields'],
  ])('a file cut off in the middle of a record loses that one only: %p', async (text, code) => {
    const receipt = await bench.load('customers', `${HEADER}\n${text}`, 'csv');
    expect([faultsOf(receipt), receipt.read, receipt.accepted]).toEqual([[`3  ${code}`], 2, 1]);
  });

  test('is the same as NDJSON', async () => {
    const line = customerLine('same', {
      owner: 'zoe',
      components: ['app'],
      billing: { stripeCustomerId: 'cus_1' },
      contract: {
        plan: 'pro',
        monthlyFee: { amountMinor: 42_000, currency: 'EUR' },
        policyCode: 'standard',
        status: 'trial',
        from: '2020-01-01',
        to: '2021-01-01',
      },
    });
    await bench.load('customers', [line]);
    const hash = await stateHash(bench.database);
    const { version } = await bench.customers.get('same');
    const columns = `${HEADER},contract.policyCode,contract.status,contract.to,owner,components,billing.stripeCustomerId`;
    const receipt = await bench.load(
      'customers',
      `${columns}\n${record('same', 'The same company')},standard,trial,2021-01-01,zoe,app,cus_1\n`,
      'csv',
    );
    expect(receipt.errors).toEqual([]);
    expect(await stateHash(bench.database)).toBe(hash);
    expect((await bench.customers.get('same')).version).toBe(version);
  });

  test('contacts are a file of their own', async () => {
    await bench.load('customers', [customerLine('csv-contacts')]);
    const receipt = await bench.load(
      'contacts',
      'customerId,name,email,role,optedOut\ncsv-contacts,Ann,ann@x.example,owner,true\nnobody,Bob,bob@x.example,owner,\n',
      'csv',
    );
    expect([faultsOf(receipt), receipt.accepted]).toEqual([['3 customerId unknown_customer'], 1]);
    const { contacts } = await bench.customers.get('csv-contacts');
    expect(contacts).toMatchObject([{ name: 'Ann', email: 'ann@x.example', role: 'owner', optedOut: true }]);
  });
});

describe('imports', () => {
  test('whose source breaks off leave nothing', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from(linesOf([customerLine('broken')]));
      await Promise.resolve();
      throw new Error('the client went away');
    }
    const before = [await stateHash(bench.database), await countOf('import_batch')];
    const request = { kind: 'customers', format: 'ndjson', source: broken(), sourceName: null, actor: CLI } as const;
    await expect(bench.imports.run(request)).rejects.toMatchObject({ kind: 'invalid', code: 'source_interrupted' });
    expect([await stateHash(bench.database), await countOf('import_batch')]).toEqual(before);
    expect(await bench.load('customers', [customerLine('after-broken')])).toMatchObject({ accepted: 1 });
  });

  test('of an unknown kind are not found', async () => {
    await expect(bench.load('offers', [])).rejects.toMatchObject({ kind: 'not_found', code: 'import_kind_not_found' });
  });

  test('run beside each other, each as if alone, more of them than there are places', async () => {
    const files = Array.from({ length: 6 }, (_, file) =>
      Array.from({ length: 30 }, (_, index) =>
        customerLine(`beside-${(index * 7 + file * 5) % 30}`, { name: 'Beside' }),
      ),
    );
    const receipts = await Promise.all(files.map((file) => bench.load('customers', file)));
    expect(receipts.map(({ accepted }) => accepted)).toEqual([30, 30, 30, 30, 30, 30]);
    const { items } = await bench.customers.list({ q: 'beside-' });
    expect(items.map(({ version }) => version)).toEqual(Array.from({ length: 30 }).fill(1));
  });

  test('are listed, newest first, by kind and by status', async () => {
    const receipt = await bench.load('contacts', []);
    const { items } = await bench.receipts.list({ kind: 'contacts', limit: 1 });
    expect(items.map(({ id }) => id)).toEqual([receipt.id]);
    const refused = await bench.receipts.list({ status: 'refused' });
    expect(new Set(refused.items.map(({ status }) => status))).toEqual(new Set(['refused']));
  });
});
