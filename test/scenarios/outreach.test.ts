import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { Webhook } from 'standardwebhooks';
import { newId } from '../../src/kernel/ids.js';
import { rows } from '../../src/platform/database/database.js';
import { SchedulerService } from '../../src/platform/jobs/scheduler.service.js';
import { OutboxService } from '../../src/platform/outbox/outbox.service.js';
import { type Aftermath, seedAftermath, type Seeded } from '../support/aftermath.js';
import { brokenChecks } from '../support/outreach-checks.js';
import { recount } from '../support/report-recount.js';
import { SmtpSink } from '../support/smtp-sink.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

/** From cases to answers, for 400 customers or as many as AMENDS_OUTREACH_CUSTOMERS says (a multiple of 20), over HTTP and SMTP, with a clock that is put forward by hand. */
const HOOK_SECRET = `whsec_${Buffer.from('an inbound secret of 32 bytes ok').toString('base64')}`;
const CUSTOMERS = Number(process.env['AMENDS_OUTREACH_CUSTOMERS'] ?? '400');
/** Every tenth customer is owed nothing. */
const WITHOUT_OFFER = CUSTOMERS / 10;
const OFFERED = CUSTOMERS - WITHOUT_OFFER;
const CLASSES = ['unable_to_join', 'interactivity_loss', 'degraded'] as const;

type Item = Record<string, unknown> & { id: string };
type List = { items: Item[]; total: number };
type Report = {
  coverage: { class: string; affected: number; contacted: number; byHour: { hour: number; contacted: number }[] }[];
  acceptance: Record<string, number>;
  money: { currency: string; offeredMinor: number; acceptedMinor: number; creditedMinor: number }[];
  load: { owner: string | null; open: number; escalated: number }[];
  mails: { status: string; count: number }[];
};

let amends: TestApplication;
let sink: SmtpSink;
let seeded: Seeded;

beforeAll(async () => {
  amends = await startTestApplication('2020-09-16T16:30:00Z', {
    environment: { AMENDS_MAIL_HOOK_SECRET: HOOK_SECRET },
  });
  sink = new SmtpSink();
  const port = await sink.listen();
  const sender = { name: 'Salon Clair', email: 'success@salon-clair.example', signatoryName: 'Maud Trévarec' };
  const mail = { host: '127.0.0.1', port, security: 'none', fromName: 'Salon Clair', fromAddress: sender.email };
  const settings = { sender, mail: { ...mail, perMinute: 100_000, plusAddressing: true } };
  expect((await amends.client.put('/settings', settings)).status).toBe(200);
  const people = [
    { id: 'ines', email: 'ines@salon-clair.example', locale: 'fr' },
    { id: 'paul', email: 'paul@salon-clair.example' },
  ];
  const outreach = { people, assignment: { mode: 'round_robin', team: ['ines', 'paul'] } };
  expect((await amends.client.put('/outreach/settings', outreach)).status).toBe(200);
  const customers = Array.from({ length: CUSTOMERS }, (_, index): Aftermath => {
    const hit = CLASSES[index % 3] ?? 'degraded';
    const offer = index % 10 === 9 ? {} : ({ offer: 'draft', amountMinor: 1000 + index } as const);
    const currency = index % 4 === 0 ? 'GBP' : 'EUR';
    return { externalId: `S-${index}`, class: hit, currency, locale: index % 2 === 0 ? 'fr-FR' : 'en-GB', ...offer };
  });
  seeded = await seedAftermath(amends.database.tx, customers);
  await tell();
});

afterAll(async () => {
  await amends.stop();
  await sink.close();
});

async function tell(): Promise<void> {
  const outbox = amends.app.get(OutboxService);
  const { assessmentId, incidentId } = seeded;
  const payload = { assessmentId, incidentId };
  await outbox.append(amends.database.tx, { topic: 'assessment.finished', dedupKey: newId(), payload });
  await settle();
}

async function settle(): Promise<void> {
  const outbox = amends.app.get(OutboxService);
  await outbox.drain();
  await outbox.drain();
}

async function until<T>(read: () => Promise<T>, isReady: (value: T) => boolean): Promise<T> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const value = await read();
    if (isReady(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('waited in vain');
}

const hook = (body: object, id: string = newId(), secret = HOOK_SECRET) => {
  const text = JSON.stringify(body);
  const at = amends.clock.now();
  return amends.client.post<{ outcome: string; caseId: string | null }>('/hooks/mail', text, {
    type: 'application/json',
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, text),
    },
  });
};

const report = () =>
  amends.client.get<Report>(`/outreach/report?incidentId=${seeded.incidentId}`).then(({ body }) => body);
const cases = (query: string) =>
  amends.client.get<List>(`/outreach/cases?incidentId=${seeded.incidentId}&${query}`).then(({ body }) => body);
const scheduled = (name: string) => amends.app.get(SchedulerService).run(name);

test('every customer has one case, in turn with one of two people', async () => {
  const all = await cases('limit=500');
  expect(all.total).toBe(CUSTOMERS);
  await tell();
  expect((await cases('limit=1')).total).toBe(CUSTOMERS);
  expect((await report()).load.map(({ owner, open }) => [owner, open])).toEqual([
    ['ines', CUSTOMERS / 2],
    ['paul', CUSTOMERS / 2],
  ]);
});

test('letters are written, and each reaches its customer by mail once', async () => {
  const filter = { incidentId: seeded.incidentId };
  const { client } = amends;
  const offers = seeded.customers.flatMap(({ offerId }) => offerId ?? []);
  expect((await client.post('/offers/actions', { action: 'approve', filter })).body).toMatchObject({
    okCount: OFFERED,
  });
  expect((await client.post('/letters/actions', { action: 'send', filter })).body).toMatchObject({
    okCount: offers.length,
  });
  amends.clock.set('2020-09-16T18:30:00Z');
  await settle();
  const started = await client.post<{ run: Item; excluded: object; okCount: number }>('/outreach/mail-runs', {
    ...filter,
    template: 'offer',
  });
  expect(started.body).toMatchObject({ okCount: OFFERED, excluded: { offer_missing: WITHOUT_OFFER } });
  const done = await until(
    () => client.get<Item & { status: string }>(`/outreach/mail-runs/${started.body.run.id}`),
    ({ body }) => body.status !== 'running',
  );
  expect(done.body).toMatchObject({ status: 'done', counts: { sent: OFFERED } });
  expect(sink.mails).toHaveLength(OFFERED);
  expect(new Set(sink.mails.map(({ to }) => to[0])).size).toBe(OFFERED);
  expect(sink.mails.every(({ parsed }) => parsed.attachments[0]?.mimeType === 'application/pdf')).toBe(true);
}, 120_000);

test('replies go to their case by message, by thread and by address; bounces stop; nothing else gets in', async () => {
  const [first, second, third, fourth] = sink.mails;
  const of = (mail: typeof first) => ({ messageId: mail?.parsed.messageId, to: mail?.to[0] });
  const reply = {
    type: 'reply',
    messageId: '<r1@x.example>',
    from: of(first).to,
    subject: 'Re',
    text: 'Oui <b>merci</b>',
  };
  const one = await hook({ ...reply, inReplyTo: of(first).messageId }, 'call-1');
  expect(one).toMatchObject({ status: 200, body: { outcome: 'matched' } });
  expect(await hook({ ...reply, inReplyTo: of(first).messageId }, 'call-1')).toMatchObject({
    body: { outcome: 'known_already' },
  });
  const thread = await hook({
    ...reply,
    messageId: '<r2@x.example>',
    references: ['<x@y.example>', of(second).messageId],
  });
  expect(thread.body.outcome).toBe('matched');
  const to = third?.parsed.replyTo?.[0]?.address ?? '';
  const plus = await hook({ ...reply, messageId: '<r3@x.example>', to: [to], autoSubmitted: true });
  expect(to).toContain(plus.body.caseId);
  expect(await hook({ type: 'bounce', messageId: of(fourth).messageId, permanent: true })).toMatchObject({
    body: { outcome: 'matched' },
  });
  expect((await hook({ ...reply, messageId: '<r4@x.example>' })).body).toEqual({ outcome: 'unmatched', caseId: null });
  expect((await amends.client.get<List>('/outreach/inbound?outcome=unmatched')).body.total).toBe(1);
  const answered = await amends.client.get<Item & { timeline: Item[] }>(`/outreach/cases/${one.body.caseId}`);
  expect(answered.body).toMatchObject({ status: 'answered' });
  expect(answered.body.timeline[0]).toMatchObject({
    kind: 'mail',
    body: 'Oui <b>merci</b>',
    details: { isContact: true },
  });
  expect((await cases('status=answered')).total).toBe(2);
  const foreign = `whsec_${Buffer.from('another secret of thirty-two byte').toString('base64')}`;
  expect(await hook(reply, newId(), foreign)).toMatchObject({ status: 401, body: { code: 'signature_not_valid' } });
  expect((await amends.client.post('/hooks/mail', reply)).status).toBe(401);
  expect((await hook({ ...reply, text: 'x'.repeat(10 << 20) })).status).toBe(413);
  expect((await hook({ ...reply, type: 'nonsense' })).status).toBe(400);
  const again = await amends.client.post('/outreach/mail-runs', { incidentId: seeded.incidentId, template: 'offer' });
  expect(again.body).toMatchObject({
    okCount: 0,
    excluded: { bounced: 1, already_sent: OFFERED - 1, offer_missing: WITHOUT_OFFER },
  });
});

test('who waits too long is escalated, each owner gets one digest a day, and customers one reminder', async () => {
  // Nine working hours after everything: those without an offer are still to be contacted, two answered and wait for us.
  amends.clock.set('2020-09-17T15:59:59Z');
  await scheduled('outreach_escalations');
  expect((await cases('escalated=true')).total).toBe(0);
  amends.clock.set('2020-09-17T16:00:00Z');
  await Promise.all([scheduled('outreach_escalations'), scheduled('outreach_escalations')]);
  expect((await cases('escalated=true')).total).toBe(WITHOUT_OFFER + 2);
  expect((await cases('escalated=true&status=to_contact')).total).toBe(WITHOUT_OFFER);
  sink.mails.length = 0;
  await Promise.all([scheduled('outreach_digests'), scheduled('outreach_digests')]);
  await scheduled('outreach_digests');
  expect(sink.mails.map(({ to }) => to[0]).toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1))).toEqual([
    'ines@salon-clair.example',
    'paul@salon-clair.example',
  ]);
  expect(sink.mails[0]?.parsed.text).toContain('S-');
  for (const [index, { offerId }] of seeded.customers.entries()) {
    if (offerId === null || index % 3 !== 0) continue;
    const answer = { saidBy: 'Élodie Lefèvre', channel: 'email', saidAt: '2020-09-17T14:00:00Z' };
    const isYes = index % 2 === 0;
    const path = `/offers/${offerId}/${isYes ? 'accept' : 'decline'}`;
    expect((await amends.client.post(path, answer)).status).toBe(200);
  }
  await settle();
  amends.clock.set('2020-10-14T10:00:00Z');
  sink.mails.length = 0;
  await scheduled('outreach_reminders');
  await scheduled('outreach_reminders');
  const runs = await until(
    () =>
      amends.client.get<{ items: (Item & { status: string })[] }>(
        `/outreach/mail-runs?incidentId=${seeded.incidentId}`,
      ),
    ({ body }) => body.items.every(({ status }) => status === 'done'),
  );
  const reminders = runs.body.items.filter((run) => run['template'] === 'reminder');
  expect(reminders).toHaveLength(1);
  // Everybody who has not answered, less the one whose address bounced if that one has not.
  const waiting = (await report()).acceptance['waiting'] ?? 0;
  expect([waiting, waiting - 1]).toContain(sink.mails.length);
  expect(new Set(sink.mails.map(({ to }) => to[0])).size).toBe(sink.mails.length);
}, 120_000);

test('the report equals a recount from the raw tables, and the checks on mail hold', async () => {
  const claim = { name: 'Jo', email: 'jo@s-1.example', text: 'Nothing worked.', incidentId: seeded.incidentId };
  for (const customerId of ['S-0', 'S-1', 'S-9']) {
    expect((await amends.client.post('/claims', { ...claim, customerId })).status).toBe(201);
  }
  await settle();
  const found = await report();
  const { tx } = amends.database;
  const of = seeded.incidentId;
  const contacts = await rows<{ class: string; hour: number | null }>(
    tx,
    `select k.impact_class as class, floor(extract(epoch from min(a.occurred_at) - '2020-09-16T11:53:00Z') / 3600)::int as hour
       from outreach_case k left join case_activity a on a.customer_id = k.customer_id and a.case_id = k.id
        and (a.kind = 'offer' and a.details ->> 'to' in ('sent', 'accepted', 'declined') or a.kind in ('call', 'email', 'apology')
             or a.kind = 'claim' and a.details ->> 'event' in ('came', 'came_again')
             or a.kind = 'mail' and (a.details ->> 'status' = 'sent' or a.details ->> 'isContact' = 'true'))
      where k.incident_id = $1 group by k.customer_id, k.id, k.impact_class`,
    [of],
  );
  for (const { class: name, affected, contacted, byHour } of found.coverage) {
    const own = contacts.filter((row) => row.class === name);
    expect([affected, contacted]).toEqual([own.length, own.filter(({ hour }) => hour !== null).length]);
    for (const { hour, contacted: sofar } of byHour) {
      expect(sofar).toBe(own.filter((row) => row.hour !== null && row.hour <= hour).length);
    }
  }
  expect(found.coverage.reduce((sum, { affected }) => sum + affected, 0)).toBe(CUSTOMERS);
  for (const { currency, offeredMinor, acceptedMinor, creditedMinor } of found.money) {
    const [sums] = await rows(
      tx,
      `select coalesce(sum(amount_minor) filter (where sent_at is not null), 0)::bigint as offered,
              coalesce(sum(amount_minor) filter (where status = 'accepted'), 0)::bigint as accepted,
              (select coalesce(sum(amount_minor), 0)::bigint from credit where incident_id = $1 and currency = $2) as credited
         from offer where incident_id = $1 and currency = $2`,
      [of, currency],
    );
    expect(sums).toEqual({ offered: offeredMinor, accepted: acceptedMinor, credited: creditedMinor });
    expect(acceptedMinor).toBe(creditedMinor);
  }
  const [accepted] = await rows(
    tx,
    `select count(*)::int as n from offer where incident_id = $1 and status = 'accepted'`,
    [of],
  );
  expect(accepted).toEqual({ n: found.acceptance['accepted'] });
  expect(found).toMatchObject(await recount(tx, of, amends.clock.now()));
  const csv = await amends.client.get<Buffer>(`/outreach/report.csv?incidentId=${of}`);
  const lines = parse(csv.body, { bom: true, columns: true }) as Record<string, string>[];
  const contactedLines = lines.filter(({ measure }) => measure === 'customers_contacted');
  expect(contactedLines.map(({ of: name, value }) => [name, Number(value)])).toEqual(
    found.coverage.map((row) => [row.class, row.contacted]),
  );
  expect((await amends.client.get(`/outreach/report?incidentId=${newId()}`)).status).toBe(404);
  expect(await brokenChecks(tx)).toEqual([]);
});

test('a reply that nobody knew is put into its case once; an address that bounced is written to again, one that complained is not', async () => {
  const { client } = amends;
  const [unmatched] = (await client.get<List>('/outreach/inbound?outcome=unmatched')).body.items;
  const [first] = (await cases('limit=1&sort=customer')).items;
  const attach = (caseId: string | undefined) =>
    client.post<{ code?: string }>(`/outreach/inbound/${unmatched?.id}/attach`, { caseId });
  expect(await attach(newId())).toMatchObject({ status: 404, body: { code: 'case_not_found' } });
  expect(await attach(first?.id)).toMatchObject({ status: 200, body: { outcome: 'matched', caseId: first?.id } });
  expect(await attach(first?.id)).toMatchObject({ status: 409, body: { code: 'not_attachable' } });
  const { timeline } = (await client.get<Item & { timeline: Item[] }>(`/outreach/cases/${first?.id}`)).body;
  expect(timeline[0]).toMatchObject({ kind: 'mail', body: 'Oui <b>merci</b>' });
  expect((await hook({ type: 'complaint', messageId: sink.mails[0]?.parsed.messageId })).body.outcome).toBe('matched');
  const blocks = (await client.get<List>('/outreach/mail-blocks')).body.items;
  expect(blocks.map(({ reason }) => reason)).toEqual(['complained', 'bounced']);
  const lift = (block: Item | undefined) =>
    client.post<{ code?: string }>('/outreach/mail-blocks/lift', {
      customerId: (block?.['customer'] as { externalId: string } | undefined)?.externalId,
      address: block?.['address'],
      reason: 'The mailbox was full.',
    });
  expect(await lift(blocks[0])).toMatchObject({ status: 409, body: { code: 'complaint_stands' } });
  expect((await lift(blocks[1])).status).toBe(204);
  expect(await lift(blocks[1])).toMatchObject({ status: 404, body: { code: 'mail_block_not_found' } });
  const audit = await client.get<List>('/audit?action=mail_block.lifted');
  expect(audit.body.items).toMatchObject([{ details: { reason: 'The mailbox was full.' } }]);
});
