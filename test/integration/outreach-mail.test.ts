import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/kernel/ids.js';
import { row, rows } from '../../src/platform/database/database.js';
import { SchedulerService } from '../../src/platform/jobs/scheduler.service.js';
import { WorkerService } from '../../src/platform/jobs/worker.service.js';
import { OutboxService } from '../../src/platform/outbox/outbox.service.js';
import { type Aftermath, insert, seedAftermath } from '../support/aftermath.js';
import { brokenChecks } from '../support/outreach-checks.js';
import { type DropPhase, DroppingServer, SMTP_PHASES, SmtpSink } from '../support/smtp-sink.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

const NOW = '2020-09-17T08:00:00Z';
const SENDER = {
  name: 'Salon Clair SAS',
  email: 'success@salon-clair.example',
  signatoryName: 'Maud Trévarec',
  signatoryTitle: 'Success',
};

type Item = Record<string, unknown> & { id: string };
type Run = Item & { status: string; statusReason: string | null; counts: Record<string, number> };
type RunResult = {
  mailReady: boolean;
  run: Run | null;
  okCount: number;
  excluded: Record<string, number>;
  items: { caseId: string; ok: boolean; reasons?: { code: string }[] }[];
};

let amends: TestApplication;
let sink: SmtpSink;
let dropping: DroppingServer;
let sinkPort: number;
let droppingPort: number;
let serial = 0;

beforeAll(async () => {
  amends = await startTestApplication(NOW);
  sink = new SmtpSink();
  dropping = new DroppingServer();
  [sinkPort, droppingPort] = [await sink.listen(), await dropping.listen()];
  expect((await amends.client.put('/settings', { sender: SENDER })).status).toBe(200);
});

afterAll(async () => {
  await amends.stop();
  await sink.close();
  await dropping.close();
});

beforeEach(() => {
  sink.mails.length = 0;
  sink.refuse = undefined;
  dropping.drop = undefined;
});

const mailThrough = (port: number | null, more: object = {}) =>
  amends.client.put('/settings', {
    mail:
      port === null
        ? null
        : {
            host: '127.0.0.1',
            port,
            security: 'none',
            fromName: 'Salon Clair',
            fromAddress: 'success@salon-clair.example',
            perMinute: 60_000,
            ...more,
          },
  });

async function until<T>(read: () => Promise<T>, isReady: (value: T) => boolean): Promise<T> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const value = await read();
    if (isReady(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error('waited in vain');
}

async function seedCases(...aftermaths: Partial<Aftermath>[]) {
  serial += 1;
  const named = aftermaths.map((each, index) => ({
    externalId: `M${serial}-${index}`,
    offer: 'sent' as const,
    ...each,
  }));
  const { tx } = amends.database;
  const seeded = await seedAftermath(tx, named);
  for (const { id, offerId } of seeded.customers) {
    if (offerId === null) continue;
    await rows(tx, `update offer set sent_at = $2, valid_until = '2020-10-17T22:00:00Z' where id = $1`, [offerId, NOW]);
    await insert(tx, 'letter', [
      {
        customer_id: id,
        id: newId(),
        incident_id: seeded.incidentId,
        assessment_id: seeded.assessmentId,
        offer_id: offerId,
        kind: 'offer',
        locale: 'fr',
        reference: `AM-2020-0916-TEST-${serial}`,
        pdf: `\\x${Buffer.from(`%PDF-1.4 ${'x'.repeat(300_000)}`).toString('hex')}`,
        sha256: 'test',
        created_by: 'test',
        created_at: NOW,
      },
    ]);
  }
  const outbox = amends.app.get(OutboxService);
  const payload = { assessmentId: seeded.assessmentId, incidentId: seeded.incidentId };
  await outbox.append(tx, { topic: 'assessment.finished', dedupKey: newId(), payload });
  await outbox.drain();
  await outbox.drain();
  const { items } = (await amends.client.get<{ items: Item[] }>(`/outreach/cases?incidentId=${seeded.incidentId}`))
    .body;
  return { ...seeded, cases: items };
}

const run = (incidentId: string, more: object = {}) =>
  amends.client.post<RunResult>('/outreach/mail-runs', { incidentId, template: 'offer', ...more });
const runOf = (id: string) => amends.client.get<Run>(`/outreach/mail-runs/${id}`).then(({ body }) => body);
const ended = (id: string) =>
  until(
    () => runOf(id),
    ({ status }) => status !== 'running',
  );
const mailsOf = (incidentId: string) =>
  amends.client.get<{ items: Item[] }>(`/outreach/mails?incidentId=${incidentId}`).then(({ body }) => body.items);
const minutesOn = async (minutes: number) => {
  amends.clock.set(new Date(amends.clock.now().getTime() + minutes * 60_000));
  await amends.app.get(SchedulerService).run('outreach_mail');
};

describe('a bulk send', () => {
  test('carries the letter, in the customer’s language, as text and HTML, and reaches each once', async () => {
    await mailThrough(sinkPort, { plusAddressing: true });
    const seeded = await seedCases({ name: 'Café <b>Noir</b> & Cie' }, { locale: 'en-GB', amountMinor: 123_456 });
    const dry = await run(seeded.incidentId, { dryRun: true });
    expect(dry).toMatchObject({ status: 200, body: { mailReady: true, run: null, okCount: 2, excluded: {} } });
    expect(await mailsOf(seeded.incidentId)).toEqual([]);
    const started = await run(seeded.incidentId);
    const done = await ended(started.body.run?.id ?? '');
    expect(done).toMatchObject({ status: 'done', counts: { sent: 2 }, nextStatuses: [] });
    expect(sink.mails).toHaveLength(2);
    const [french] = sink.mails.filter(({ parsed }) => parsed.text?.includes('Bonjour'));
    expect(french?.parsed).toMatchObject({
      subject: 'Notre proposition après l’incident « Interruption de l’application »',
      from: { name: 'Salon Clair', address: 'success@salon-clair.example' },
      to: [{ name: 'Élodie Lefèvre' }],
      attachments: [{ mimeType: 'application/pdf' }],
    });
    expect(french?.parsed.attachments[0]?.filename).toMatch(/^M\d+-0-AM-2020-0916-TEST-\d+\.pdf$/);
    expect(french?.parsed.text).toContain('Café <b>Noir</b> & Cie');
    expect(french?.parsed.text).toContain('50,00\u00A0€');
    expect(french?.parsed.html).toContain('Café &lt;b&gt;Noir&lt;/b&gt; &amp; Cie');
    expect(french?.parsed.replyTo?.[0]?.address).toMatch(/^success\+case-[0-9a-f-]{36}@salon-clair\.example$/);
    const english = sink.mails.find(({ parsed }) => parsed.text?.includes('Hello'))?.parsed;
    expect(english?.text).toContain('€1,234.56');
    const again = await run(seeded.incidentId);
    expect(again.body).toMatchObject({ okCount: 0, excluded: { already_sent: 2 }, run: { status: 'done' } });
    expect(sink.mails).toHaveLength(2);
    const detail = await amends.client.get<Item & { timeline: Item[] }>(`/outreach/cases/${seeded.cases[0]?.id}`);
    expect(detail.body).toMatchObject({ status: 'contacted', lastTouchAt: '2020-09-17T08:00:00.000Z' });
    expect(detail.body.timeline.find(({ kind }) => kind === 'mail')).toMatchObject({
      details: { direction: 'out', template: 'offer', status: 'sent' },
    });
    await mailThrough(sinkPort);
  });

  test('leaves out whom it must, and says why', async () => {
    await mailThrough(sinkPort);
    const seeded = await seedCases({}, { offer: 'withdrawn' }, { offer: 'draft' }, {}, {}, {}, { offer: 'accepted' });
    const ids = seeded.customers.map(({ id }) => id);
    const { tx } = amends.database;
    await rows(tx, 'update contact set opted_out = true where customer_id = $1', [ids[0]]);
    await rows(tx, 'delete from contact where customer_id = $1', [ids[3]]);
    const block = { reason: 'bounced', created_at: NOW };
    const [email] = await rows<{ email: string }>(tx, 'select email from contact where customer_id = $1', [ids[4]]);
    await insert(tx, 'mail_block', [{ customer_id: ids[4], address: email?.email, ...block }]);
    const held = await row<{ id: string }>(tx, 'select id from outreach_case where customer_id = $1', [ids[5]]);
    await amends.client.patch(`/outreach/cases/${held?.id}`, { holdReason: 'Their lawyer writes.' });
    const answer = await run(seeded.incidentId);
    expect(answer.body).toMatchObject({
      okCount: 0,
      excluded: {
        opted_out: 1,
        offer_withdrawn: 1,
        offer_not_sent: 1,
        no_contact: 1,
        bounced: 1,
        on_hold: 1,
        offer_answered: 1,
      },
    });
    expect(sink.mails).toEqual([]);
  });

  test('asked for eight times at once, reaches each customer once', async () => {
    await mailThrough(sinkPort);
    const seeded = await seedCases(...Array.from({ length: 12 }, () => ({})));
    const started = await Promise.all(Array.from({ length: 8 }, () => run(seeded.incidentId)));
    expect(started.every(({ status }) => status === 200)).toBe(true);
    expect(started.reduce((sum, { body }) => sum + body.okCount, 0)).toBe(12);
    for (const { body } of started) await ended(body.run?.id ?? '');
    expect(new Set(sink.mails.map(({ to }) => to[0])).size).toBe(12);
    expect(sink.mails).toHaveLength(12);
  });

  test('goes over one connection, and over as many as a server wants that hangs up', async () => {
    await mailThrough(sinkPort);
    const before = sink.connections;
    const seeded = await seedCases(...Array.from({ length: 5 }, () => ({})));
    expect(await ended((await run(seeded.incidentId)).body.run?.id ?? '')).toMatchObject({ counts: { sent: 5 } });
    expect(sink.connections).toBe(before + 1);
    await mailThrough(droppingPort);
    dropping.hangsUp = true;
    const others = await seedCases(...Array.from({ length: 5 }, () => ({})));
    expect(await ended((await run(others.incidentId)).body.run?.id ?? '')).toMatchObject({ counts: { sent: 5 } });
    dropping.hangsUp = false;
    expect((await mailsOf(others.incidentId)).map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1, 1]);
  });

  test('can be paused, resumed and stopped', async () => {
    await mailThrough(sinkPort, { perMinute: 300 });
    const seeded = await seedCases(...Array.from({ length: 10 }, () => ({})));
    const started = await run(seeded.incidentId);
    const id = started.body.run?.id ?? '';
    await until(
      () => runOf(id),
      ({ counts }) => (counts['sent'] ?? 0) >= 2,
    );
    const paused = await amends.client.post<Run>(`/outreach/mail-runs/${id}/pause`);
    expect(paused).toMatchObject({ status: 200, body: { status: 'paused', nextStatuses: ['running', 'stopped'] } });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const rested = sink.mails.length;
    expect(rested).toBeLessThan(10);
    await amends.client.post(`/outreach/mail-runs/${id}/resume`);
    await until(
      () => runOf(id),
      ({ counts }) => (counts['sent'] ?? 0) > rested,
    );
    const stopped = await amends.client.post<Run>(`/outreach/mail-runs/${id}/stop`);
    expect(stopped.body).toMatchObject({ status: 'stopped', nextStatuses: [] });
    await until(
      () => runOf(id),
      ({ counts }) => (counts['sending'] ?? 0) + (counts['transmitting'] ?? 0) === 0,
    );
    const counts = (await runOf(id)).counts;
    expect((counts['sent'] ?? 0) + (counts['cancelled'] ?? 0)).toBe(10);
    expect(await amends.client.post(`/outreach/mail-runs/${id}/resume`)).toMatchObject({
      status: 409,
      body: { code: 'mail_run_transition_refused' },
    });
    await mailThrough(sinkPort);
    const rest = await run(seeded.incidentId);
    expect(rest.body.okCount).toBe(counts['cancelled']);
    await ended(rest.body.run?.id ?? '');
    expect(sink.mails).toHaveLength(10);
  });
});

test('a process that is to end waits for no bulk send: the next one goes on with it, even when its job was lost', async () => {
  await mailThrough(sinkPort, { perMinute: 30 });
  const seeded = await seedCases({}, {}, {});
  const id = (await run(seeded.incidentId)).body.run?.id ?? '';
  await until(
    () => runOf(id),
    ({ counts }) => counts['sent'] === 1,
  );
  const worker = amends.app.get(WorkerService);
  const startedMs = performance.now();
  await worker.stop();
  expect(performance.now() - startedMs).toBeLessThan(1500);
  expect(await runOf(id)).toMatchObject({ status: 'running', counts: { sent: 1, queued: 2 } });
  // As a third process leaves it that dies amid one job: running for us, and given to nobody any more by the queue.
  const { tx } = amends.database;
  const jobs = `id = (select job_id from mail_run where id = $1)`;
  await rows(tx, `update job set status = 'running' where ${jobs}`, [id]);
  await rows(
    tx,
    `update graphile_worker._private_jobs set attempts = max_attempts, locked_at = null, locked_by = null
      where key = (select id::text from job where ${jobs})`,
    [id],
  );
  await mailThrough(sinkPort);
  await worker.start();
  await minutesOn(1);
  expect(await ended(id)).toMatchObject({ status: 'done', counts: { sent: 3 } });
  expect(sink.mails).toHaveLength(3);
});

test('paused and resumed at once, a bulk send has one job and its own pace', async () => {
  await mailThrough(sinkPort, { perMinute: 120 });
  const seeded = await seedCases({}, {}, {}, {}, {}, {});
  const id = (await run(seeded.incidentId)).body.run?.id ?? '';
  for (const step of ['pause', 'resume', 'pause', 'resume']) {
    expect((await amends.client.post(`/outreach/mail-runs/${id}/${step}`)).status).toBe(200);
  }
  await ended(id);
  await until(
    () =>
      rows<{ status: string; result: { status: string } }>(
        amends.database.tx,
        `select status, result from job where subject_id = $1 and kind = 'outreach.mail_run'`,
        [id],
      ),
    (jobs) => jobs.every(({ status }) => status === 'done'),
  );
  expect(sink.mails).toHaveLength(6);
});

describe('the last look', () => {
  test('an offer withdrawn and a contact opted out after planning get no mail', async () => {
    await mailThrough(null);
    const seeded = await seedCases({}, {}, {});
    const held = await run(seeded.incidentId);
    expect(held.body).toMatchObject({
      mailReady: false,
      okCount: 3,
      run: { status: 'paused', statusReason: 'mail_not_set_up', counts: { held: 3 } },
    });
    expect((await mailsOf(seeded.incidentId)).map(({ status }) => status)).toEqual(['held', 'held', 'held']);
    const waiting = await amends.client.get<{ total: number }>(`/outreach/mails?status=held`);
    expect(waiting.body.total).toBe(3);
    expect(await amends.client.post(`/outreach/mail-runs/${held.body.run?.id}/resume`)).toMatchObject({
      status: 422,
      body: { code: 'mail_not_set_up' },
    });
    const offerId = seeded.customers[0]?.offerId ?? '';
    expect((await amends.client.post(`/offers/${offerId}/withdraw`, { reason: 'Wrong amount.' })).status).toBe(200);
    await rows(amends.database.tx, 'update contact set opted_out = true where customer_id = $1', [
      seeded.customers[1]?.id,
    ]);
    await mailThrough(sinkPort);
    expect((await amends.client.post(`/outreach/mail-runs/${held.body.run?.id}/resume`)).status).toBe(200);
    const done = await ended(held.body.run?.id ?? '');
    expect(done.counts).toEqual({ sent: 1, cancelled: 2 });
    expect(sink.mails).toHaveLength(1);
    const reasons = (await mailsOf(seeded.incidentId)).map(({ statusReason }) => statusReason);
    expect(new Set(reasons)).toEqual(new Set([null, 'offer_withdrawn offer_changed', 'opted_out']));
  });
});

describe.each(SMTP_PHASES)('a server that cuts the connection at: %s', (phase: DropPhase) => {
  test('never gets a message twice, and what may have been taken is shown to a person', async () => {
    await mailThrough(droppingPort);
    const seeded = await seedCases({});
    dropping.drop = phase;
    const id = (await run(seeded.incidentId)).body.run?.id ?? '';
    await until(
      () => mailsOf(seeded.incidentId),
      ([mail]) => mail?.['attempts'] === 1 && !['sending', 'transmitting'].includes(String(mail['status'])),
    );
    const [first] = await mailsOf(seeded.incidentId);
    // Amid the content, it depends on how much the network had swallowed whether the final dot was among it.
    const isUnknown = phase === 'content' ? first?.['status'] === 'unknown' : phase === 'dot';
    expect(first?.['status']).toBe(isUnknown ? 'unknown' : 'queued');
    dropping.drop = undefined;
    await minutesOn(2);
    await ended(id);
    await minutesOn(300);
    const [mail] = await mailsOf(seeded.incidentId);
    expect(mail?.['status']).toBe(isUnknown ? 'unknown' : 'sent');
    expect(mail?.['actions']).toEqual(['resend']);
    const taken = dropping.taken.get(String(mail?.['messageId'])) ?? 0;
    expect(taken).toBe(phase === 'content' && isUnknown ? 0 : 1);
    expect((await run(seeded.incidentId)).body.excluded).toEqual({ already_sent: 1 });
  });
});

test('a server that cannot be reached lets the bulk send rest', async () => {
  await mailThrough(droppingPort);
  dropping.drop = 'greeting';
  const seeded = await seedCases({}, {}, {}, {});
  const started = await run(seeded.incidentId);
  expect(await ended(started.body.run?.id ?? '')).toMatchObject({
    status: 'paused',
    statusReason: 'server_not_usable',
  });
});

test('a recipient that is refused for good is not written to again; one refused for now is', async () => {
  await mailThrough(sinkPort);
  const seeded = await seedCases({}, {});
  const [gone] = await rows<{ email: string }>(amends.database.tx, 'select email from contact where customer_id = $1', [
    seeded.customers[0]?.id,
  ]);
  sink.refuse = (address) =>
    address === gone?.email ? { code: 550, text: 'no such user' } : { code: 451, text: 'later' };
  const started = await run(seeded.incidentId);
  await until(
    () => mailsOf(seeded.incidentId),
    (mails) => mails.every(({ attempts, status }) => attempts === 1 && status !== 'sending'),
  );
  const statuses = await mailsOf(seeded.incidentId);
  expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set(['failed', 'queued']));
  sink.refuse = undefined;
  await minutesOn(2);
  await ended(started.body.run?.id ?? '');
  const again = await run(seeded.incidentId);
  expect(again.body.excluded).toEqual({ bounced: 1, already_sent: 1 });
});

describe('by hand', () => {
  test('a preview, a test to oneself, an answer in the thread, and a second copy of what is not known', async () => {
    await mailThrough(sinkPort);
    const seeded = await seedCases({});
    await ended((await run(seeded.incidentId)).body.run?.id ?? '');
    const path = `/outreach/cases/${seeded.cases[0]?.id}/mails`;
    const message = 'Oui, sur la facture d’octobre.\n\n<script>alert(1)</script>';
    const preview = await amends.client.post(`${path}/preview`, { template: 'answer', message });
    expect(preview).toMatchObject({ status: 200, body: { reasons: [], letterReference: null } });
    expect(preview.body['html']).not.toContain('<script>');
    expect(await amends.client.post(`${path}/test`, { template: 'offer', to: 'a@elsewhere.example' })).toMatchObject({
      status: 422,
      body: { code: 'not_a_colleague' },
    });
    const tried = await amends.client.post(`${path}/test`, { template: 'offer', to: SENDER.email });
    expect(tried).toMatchObject({ status: 200, body: { to: SENDER.email } });
    expect(sink.mails.at(-1)?.parsed.subject).toMatch(/^\[Test\] /);
    const sent = await amends.client.post<Item>(path, { template: 'answer', message });
    expect(sent).toMatchObject({ status: 201, body: { status: 'queued', automatic: false } });
    await until(
      () => mailsOf(seeded.incidentId),
      (mails) => mails.every(({ status }) => status === 'sent'),
    );
    const [offer, answer] = [sink.mails[0]?.parsed, sink.mails.at(-1)?.parsed];
    expect(answer?.inReplyTo).toBe(offer?.messageId);
    expect(answer?.references).toBe(offer?.messageId);
    expect(answer?.attachments).toEqual([]);
    const resent = await amends.client.post<{ items: Item[] }>('/outreach/mails/actions', {
      action: 'resend',
      ids: [sent.body.id, newId()],
    });
    expect(resent.body.items).toMatchObject([{ ok: true }, { ok: false, code: 'mail_not_found' }]);
    await until(
      () => Promise.resolve(sink.mails.length),
      (count) => count === 4,
    );
    expect(await amends.client.post(path, { template: 'answer' })).toMatchObject({
      status: 400,
      body: { code: 'message_required' },
    });
  });

  test('a contact whose name would break a header is refused, and so is another mail to the opted out', async () => {
    await mailThrough(sinkPort);
    const seeded = await seedCases({});
    const customerId = seeded.customers[0]?.id;
    const path = `/outreach/cases/${seeded.cases[0]?.id}/mails`;
    await rows(amends.database.tx, 'update contact set name = $2, opted_out = true where customer_id = $1', [
      customerId,
      'Eve\r\nBcc: all@evil.example',
    ]);
    const refused = await amends.client.post(path, { template: 'answer', message: 'Hello' });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'mail_refused', errors: [{ code: 'opted_out' }, { code: 'address_not_valid' }] },
    });
    expect(sink.mails).toEqual([]);
  });
});

test('a process that dies amid a message leaves it unknown, and before it another attempt', async () => {
  await mailThrough(null);
  const seeded = await seedCases({}, {});
  await run(seeded.incidentId);
  await rows(
    amends.database.tx,
    `update mail set status = case when id = (select min(id::text)::uuid from mail where incident_id = $1)
              then 'transmitting' else 'sending' end, attempts = 1, lease_until = $2 where incident_id = $1`,
    [seeded.incidentId, amends.clock.now()],
  );
  await minutesOn(1);
  expect(new Set((await mailsOf(seeded.incidentId)).map(({ status }) => status))).toEqual(
    new Set(['queued', 'unknown']),
  );
});

test('what must hold of mail held through all of this', async () => {
  expect(await brokenChecks(amends.database.tx)).toEqual([]);
  const count = await row<{ count: number }>(
    amends.database.tx,
    `select count(*)::int as count from mail where status = 'sent'`,
  );
  expect(count?.count).toBeGreaterThan(25);
});
