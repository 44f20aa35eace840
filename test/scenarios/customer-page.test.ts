import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/kernel/ids.js';
import { linkToken } from '../../src/offers/offer-link.js';
import { OfferLinksService } from '../../src/offers/offer-links.service.js';
import { rows } from '../../src/platform/database/database.js';
import { OutboxService } from '../../src/platform/outbox/outbox.service.js';
import { type Aftermath, seedAftermath } from '../support/aftermath.js';
import { logoPng } from '../support/pictures.js';
import { brokenPortalChecks } from '../support/portal-checks.js';
import { readPdf } from '../support/read-pdf.js';
import { SmtpSink } from '../support/smtp-sink.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

/** The customer's own page over HTTP, with a clock that is put forward by hand: what it shows, takes and refuses. */
const SENT_AT = '2020-09-17T08:00:00Z';
const SENDER = { name: 'Salon <Clair>', email: 'success@salon-clair.example', signatoryName: 'Maud Trévarec' };

let amends: TestApplication;

beforeAll(async () => {
  amends = await startTestApplication(SENT_AT);
  const settings = { sender: SENDER, publicUrl: amends.origin };
  expect((await amends.client.put('/settings', settings)).status).toBe(200);
});
afterAll(() => amends.stop());

type Sent = { offerId: string; customerId: string; incidentId: string; token: string };

async function sendOne(aftermath: Partial<Aftermath> = {}): Promise<Sent> {
  const externalId = `page-${newId()}`;
  const seeded = await seedAftermath(amends.database.tx, [{ externalId, offer: 'draft', ...aftermath }]);
  const [customer] = seeded.customers;
  const offerId = customer?.offerId ?? '';
  expect((await amends.client.post(`/offers/${offerId}/approve`)).status).toBe(200);
  expect((await amends.client.post(`/offers/${offerId}/send`)).status).toBe(200);
  const token = (await amends.app.get(OfferLinksService).tokenOf(amends.database.tx, offerId)) ?? '';
  return { offerId, customerId: customer?.id ?? '', incidentId: seeded.incidentId, token };
}

async function look(path: string, init: RequestInit = {}) {
  const response = await fetch(`${amends.origin}/o/${path}`, { redirect: 'manual', ...init });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function submit(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const own = { origin: amends.origin, 'content-type': 'application/x-www-form-urlencoded' };
  return look(path, { method: 'POST', body: new URLSearchParams(fields).toString(), headers: { ...own, ...headers } });
}

const shownBy = (html: string): string => /name="shown" value="([0-9a-f]{64})"/.exec(html)?.[1] ?? '';
const withoutNonce = (html: string): string => html.replaceAll(/nonce="[^"]+"/g, '');
const yes = (shown: string) => ({ name: 'Élodie Lefèvre', role: 'Directrice', confirmed: 'yes', shown, lang: 'fr' });

async function settle(): Promise<void> {
  const outbox = amends.app.get(OutboxService);
  await outbox.drain();
  await outbox.drain();
}

/** The rows of every table, so that a look can be shown to change nothing; limits count looks, and nothing else. */
async function fingerprint(): Promise<string> {
  const tables = await rows<{ name: string }>(
    amends.database.tx,
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
        and relname not in ('rate_limit', 'worker_heartbeat') order by 1`,
  );
  const digest = createHash('sha256');
  for (const { name } of tables) {
    const all = await rows<{ row: string }>(amends.database.tx, `select t::text as row from "${name}" t order by 1`);
    digest.update(`${name} ${JSON.stringify(all)}`);
  }
  return digest.digest('hex');
}

describe('what the page shows', () => {
  test('the words of the letter, in the customer’s language or the other one', async () => {
    const { token } = await sendOne({ people: 7 });
    const french = await look(token);
    expect(french.status).toBe(200);
    expect(french.text).toContain('<html lang="fr">');
    expect(french.text).toMatch(/Le mercredi 16\s+septembre 2020, de 13.h.53 à 15.h.09 \(heure de Paris\)/);
    expect(french.text).toMatch(/<th scope="row">Accès impossible<\/th><td>7<\/td><td>1<\/td>/);
    expect(french.text).toMatch(/50,00.€/);
    expect(french.text).toContain('Salon &lt;Clair&gt;');
    expect(french.text).not.toContain('<script');
    const english = await look(`${token}?lang=en`);
    expect(english.text).toContain('<html lang="en">');
    expect(english.text).toContain('€50.00');
    expect(english.text).toContain('Paris time');
  });

  test('nothing that runs, nothing that is kept, nothing that tells others where it was', async () => {
    const { token } = await sendOne();
    const { headers, text } = await look(token);
    const nonce = /<style nonce="([^"]+)"/.exec(text)?.[1] ?? '?';
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'nonce-${nonce}'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-robots-tag')).toBe('noindex, nofollow');
    expect(headers.get('set-cookie')).toBeNull();
  });

  test('the sender’s logo, which browsers keep by its digest, or its name', async () => {
    const { token } = await sendOne();
    expect((await look(token)).text).toContain('<p class="sender">Salon &lt;Clair&gt;</p>');
    const file = logoPng(708, 177);
    await amends.client.put('/settings/logo', file, { type: 'image/png' });
    const { text } = await look(token);
    const [, path = ''] =
      /<p class="sender"><img src="([^"]+)" width="224" height="56" alt="Salon &lt;Clair&gt;"><\/p>/.exec(text) ?? [];
    expect(path).toBe(`logo/${createHash('sha256').update(file).digest('hex')}`);
    const logo = await fetch(`${amends.origin}/o/${path}`);
    expect([logo.status, logo.headers.get('content-type'), logo.headers.get('cache-control')]).toEqual([
      200,
      'image/png',
      'public, max-age=31536000, immutable',
    ]);
    expect(Buffer.from(await logo.arrayBuffer()).equals(file)).toBe(true);
    const refused = await submit(`${token}/accept`, { shown: shownBy(text), lang: 'fr' });
    expect(refused.text).toContain(`<img src="../${path}"`);
    await rows(amends.database.tx, 'delete from logo');
    expect((await look(path)).status).toBe(404);
  });

  test('the customer’s copy has the address, the one that staff see has not', async () => {
    const { token, offerId } = await sendOne();
    const own = await fetch(`${amends.origin}/o/${token}/letter.pdf`);
    expect(own.headers.get('content-type')).toBe('application/pdf');
    const url = `${amends.origin}/o/${token}`;
    const ownPages = readPdf(Buffer.from(await own.arrayBuffer()));
    expect(JSON.stringify(ownPages).replaceAll(/[\s"\\,]|\\n/g, '')).toContain(url);
    const staff = await amends.client.get<Buffer>(`/offers/${offerId}/letter.pdf`);
    expect(JSON.stringify(readPdf(staff.body))).not.toContain('/o/');
  });

  test('other offers by their incident, day and letter, never by an id, as they were called when it was written', async () => {
    const externalId = `page-${newId()}`;
    const first = await sendOne({ externalId });
    const firstLetter = await amends.client.get<Buffer>(`/offers/${first.offerId}/letter.pdf`);
    const reference = /AM-2020-0916-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(
      firstLetter.headers.get('content-disposition') ?? '',
    )?.[0];
    const line = {
      code: 'cap_rolling_year',
      text: { fr: `Plafond (offre ${first.offerId})`, en: `Cap (offer ${first.offerId})` },
      inputs: { cap: 10_000, consumed: 5000, offerIds: first.offerId, currency: 'EUR' },
      amountMinor: 0,
      kind: 'goodwill',
      nature: 'credit',
      taxTreatment: 'price_reduction',
    };
    const { token, offerId } = await sendOne({ externalId, moreLines: [line] });
    await rows(amends.database.tx, `update incident set title = 'Renommé' where id = $1`, [first.incidentId]);
    const plain = (text: string) => text.replaceAll(/\s+/g, ' ');
    const french = plain((await look(token)).text);
    expect(french).toContain(
      'Plafond sur douze mois : 100,00 €, dont 50,00 € déjà accordé (incident « Interruption de l’application » du ' +
        `16 septembre 2020, notre lettre ${reference})`,
    );
    expect(plain((await look(`${token}?lang=en`)).text)).toContain(`of 16 September 2020, our letter ${reference})`);
    const letter = readPdf((await amends.client.get<Buffer>(`/offers/${offerId}/letter.pdf`)).body);
    expect(plain(letter.runs.map(({ text }) => text).join(' '))).toContain(`notre lettre ${reference})`);
    expect(french + JSON.stringify(letter)).not.toContain(first.offerId);
  });

  test('looking changes nothing, whoever looks and however (O5)', async () => {
    const { token } = await sendOne();
    await settle();
    const before = await fingerprint();
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']) {
      await look(token, { method, headers: { purpose: 'prefetch', 'sec-purpose': 'prefetch' } });
      await look(`${token}/letter.pdf`, { method });
      await look(`${token}/accept?name=a&role=b&confirmed=yes`, { method });
    }
    expect(await fingerprint()).toBe(before);
  });
});

describe('an answer', () => {
  test('yes: the credit is written, what was shown is kept, the contact hears of it', async () => {
    const { token, offerId, customerId, incidentId } = await sendOne();
    const { text } = await look(token);
    const accepted = await submit(`${token}/accept`, yes(shownBy(text)));
    expect(accepted).toMatchObject({ status: 303 });
    expect(accepted.headers.get('location')).toBe(`../${token}?lang=fr`);
    const offer = await amends.client.get(`/offers/${offerId}`);
    expect(offer.body).toMatchObject({
      status: 'accepted',
      answer: { saidBy: 'Élodie Lefèvre, Directrice', channel: 'page', saidAt: '2020-09-17T08:00:00.000Z' },
    });
    expect(offer.body['creditId']).not.toBeNull();
    const [kept] = await rows<Record<string, unknown>>(
      amends.database.tx,
      `select page_sha256, letter_sha256, offer_version, name, role, page ->> 'proposal' as proposal
         from portal_answer where offer_id = $1`,
      [offerId],
    );
    const pdf = await fetch(`${amends.origin}/o/${token}/letter.pdf`).then((each) => each.arrayBuffer());
    expect(kept).toEqual({
      page_sha256: shownBy(text),
      letter_sha256: createHash('sha256').update(Buffer.from(pdf)).digest('hex'),
      offer_version: 4,
      name: 'Élodie Lefèvre',
      role: 'Directrice',
      proposal: expect.stringContaining('geste commercial'),
    });
    await settle();
    const mails = await rows(
      amends.database.tx,
      'select template, status, status_reason, to_address from mail where customer_id = $1 and incident_id = $2',
      [customerId, incidentId],
    );
    expect(mails).toEqual([
      { template: 'acceptance', status: 'held', status_reason: 'mail_not_set_up', to_address: expect.any(String) },
    ]);
    const after = await look(token);
    expect(after.text).toMatch(/acceptée le 17\s+septembre 2020 par Élodie Lefèvre, Directrice/);
    expect(after.text).not.toContain('/accept"');
  });

  test('32 at once are one (O4)', async () => {
    const { token, offerId } = await sendOne();
    const shown = shownBy((await look(token)).text);
    const answers = await Promise.all(Array.from({ length: 32 }, () => submit(`${token}/accept`, yes(shown))));
    expect(answers.map(({ status }) => status)).toEqual(Array(32).fill(303));
    const counts = await rows(
      amends.database.tx,
      `select (select count(*)::int from credit where offer_id = $1) as credits,
              (select count(*)::int from portal_answer where offer_id = $1) as answers,
              (select count(*)::int from offer_transition where offer_id = $1 and to_status = 'accepted') as moves`,
      [offerId],
    );
    expect(counts).toEqual([{ credits: 1, answers: 1, moves: 1 }]);
  });

  test('no: with a reason, and never a yes after it', async () => {
    const { token, offerId } = await sendOne({ locale: 'en-GB' });
    const shown = shownBy((await look(token)).text);
    const empty = await submit(`${token}/decline`, { shown, lang: 'en', reason: ' ' });
    expect(empty).toMatchObject({ status: 422, text: expect.stringContaining('Please fill this in.') });
    expect((await submit(`${token}/decline`, { shown, reason: 'Too\r\nlittle' })).status).toBe(303);
    expect((await submit(`${token}/accept`, yes(shown))).status).toBe(303);
    expect((await amends.client.get(`/offers/${offerId}`)).body).toMatchObject({
      status: 'declined',
      creditId: null,
      answer: { note: 'Too\nlittle' },
    });
    expect((await look(token)).text).toContain('The offer was declined on');
  });

  test('only of what is shown now: words that changed meanwhile are read again', async () => {
    const { token, incidentId } = await sendOne();
    const shown = shownBy((await look(token)).text);
    await rows(amends.database.tx, `update incident set title = 'Autre titre' where id = $1`, [incidentId]);
    const refused = await submit(`${token}/accept`, yes(shown));
    expect(refused).toMatchObject({ status: 409, text: expect.stringContaining('a changé depuis') });
    expect(refused.text).toContain('value="Directrice"');
    expect((await submit(`${token}/accept`, yes(shownBy(refused.text)))).status).toBe(303);
  });

  test('with every fault at once, and what was typed kept as text', async () => {
    const { token, offerId } = await sendOne();
    const shown = shownBy((await look(token)).text);
    const hostile = '"><script>alert(1)</script>';
    const refused = await submit(`${token}/accept`, { shown, name: `A\r\nBcc: x@y.example`, role: hostile });
    expect(refused.status).toBe(422);
    expect(refused.text).not.toContain('<script');
    expect(refused.text).toContain('&quot;&gt;&lt;script&gt;');
    expect(refused.text.match(/aria-invalid="true"/g)).toHaveLength(2);
    expect((await amends.client.get(`/offers/${offerId}`)).body).toMatchObject({ status: 'sent' });
  });
});

test('a question lands in the case, the same one once, whatever is typed', async () => {
  const { token, customerId, incidentId } = await sendOne();
  const asked = { name: 'Paul <i>', text: '<img src=x onerror=alert(1)>\r\nPourquoi 50 € ?', lang: 'fr' };
  for (const _ of [1, 2]) {
    const answer = await submit(`${token}/question`, asked);
    expect(answer.headers.get('location')).toBe(`../${token}?lang=fr&asked=yes`);
  }
  await settle();
  const cases = await amends.client.get<{ items: { id: string; status: string }[] }>(
    `/outreach/cases?incidentId=${incidentId}&due=false`,
  );
  expect(cases.body.items).toMatchObject([{ status: 'answered' }]);
  const found = await amends.client.get<{ timeline: object[] }>(`/outreach/cases/${cases.body.items[0]?.id}`);
  expect(found.body.timeline.filter((entry) => 'kind' in entry && entry.kind === 'question')).toMatchObject([
    {
      body: '<img src=x onerror=alert(1)>\nPourquoi 50 € ?',
      details: { name: 'Paul <i>' },
      author: `customer:${customerId}`,
    },
  ]);
});

describe('what is not to be answered', () => {
  test('expired, withdrawn, foreign and guessed tokens get one answer', async () => {
    const expired = await sendOne();
    const shown = shownBy((await look(expired.token)).text);
    amends.clock.set('2020-10-18T00:00:00Z');
    const withdrawn = await sendOne();
    await amends.client.post(`/offers/${withdrawn.offerId}/withdraw`, { reason: 'Wrong' });
    const draft = await seedAftermath(amends.database.tx, [{ externalId: newId(), offer: 'draft' }]);
    const live = await sendOne();
    const terms = { offerId: live.offerId, version: 4, contentHash: 'test' };
    const tokens = [
      expired.token,
      withdrawn.token,
      linkToken('the key of somebody else, long enough', terms),
      linkToken('the key of somebody else, long enough', { ...terms, offerId: draft.customers[0]?.offerId ?? '' }),
      `${live.token.slice(0, -1)}${live.token.endsWith('A') ? 'B' : 'A'}`,
      'x',
      live.offerId,
      'A'.repeat(64),
    ];
    const answers = await Promise.all(tokens.map((token) => look(token)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${withoutNonce(text)}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(404);
    const headersOf = ({ headers }: { headers: Headers }) => [...headers.keys()].filter((name) => name !== 'date');
    expect(new Set(answers.map((answer) => headersOf(answer).join())).size).toBe(1);
    const posts = await Promise.all(tokens.map((token) => submit(`${token}/accept`, yes(shown))));
    expect(new Set(posts.map(({ status, text }) => `${status} ${withoutNonce(text)}`))).toEqual(
      new Set(answers.map(({ status, text }) => `${status} ${withoutNonce(text)}`)),
    );
    expect((await look(`${expired.token}/letter.pdf`)).status).toBe(404);
    expect((await amends.client.get(`/offers/${expired.offerId}`)).body).toMatchObject({ status: 'expired' });
    expect((await look(live.token)).status).toBe(200);
  });

  test('forms of other pages, scripts, and bodies that are too large', async () => {
    amends.clock.set('2020-10-18T01:00:00Z');
    const { token, offerId } = await sendOne();
    const fields = yes(shownBy((await look(token)).text));
    const foreign = await submit(`${token}/accept`, fields, { origin: 'https://evil.example' });
    expect(foreign).toMatchObject({ status: 403, text: expect.stringContaining('Nothing was recorded') });
    expect((await submit(`${token}/accept`, fields, { origin: 'null' })).status).toBe(403);
    const json = { method: 'POST', body: JSON.stringify(fields), headers: { 'content-type': 'application/json' } };
    expect((await look(`${token}/accept`, json)).status).toBe(415);
    expect((await look(`${token}/accept`, { method: 'POST', headers: { origin: amends.origin } })).status).toBe(415);
    expect((await submit(`${token}/question`, { text: 'x'.repeat(10 << 20) })).status).toBe(413);
    expect((await submit(`${token}/accept`, { ...fields, __proto__x: 'a', 'name[x]': 'b' })).status).toBe(303);
    expect((await amends.client.get(`/offers/${offerId}`)).body).toMatchObject({ status: 'accepted' });
  });

  test('too many', async () => {
    amends.clock.set('2020-10-18T02:00:00Z');
    const { token } = await sendOne();
    const answers = await Promise.all(
      Array.from({ length: 90 }, () => submit(`${token}/question`, { name: 'a', text: 'b' })),
    );
    const limited = answers.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThan(20);
    expect(limited[0]?.headers.get('content-type')).toContain('text/html');
    expect(Number(limited[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await brokenPortalChecks(amends.database.tx)).toEqual([]);
  });
});

test('whoever answered is forgotten on demand, and what was accepted stays', async () => {
  amends.clock.set('2020-10-18T03:00:00Z');
  const { token, offerId, customerId } = await sendOne();
  await submit(`${token}/accept`, yes(shownBy((await look(token)).text)));
  await settle();
  const [contact] = await rows<{ email: string }>(
    amends.database.tx,
    'select email from contact where customer_id = $1',
    [customerId],
  );
  const erased = await amends.client.post('/people/erase', { kind: 'contact', id: contact?.email });
  expect(erased.status).toBe(200);
  const found = await rows<{ name: string; digest: string }>(
    amends.database.tx,
    `select a.name, a.page_sha256 as digest from portal_answer a join offer o on o.id = a.offer_id
      where a.offer_id = $1 and o.answer::text not like '%Lefèvre%' and o.status = 'accepted'`,
    [offerId],
  );
  expect(found).toEqual([{ name: expect.not.stringContaining('Lefèvre'), digest: expect.any(String) }]);
  expect(await brokenPortalChecks(amends.database.tx)).toEqual([]);
});

test('the mail that leaves has the address, what is kept of it has not', async () => {
  amends.clock.set('2020-10-18T04:00:00Z');
  const { token, incidentId } = await sendOne();
  await settle();
  const sink = new SmtpSink();
  const server = { host: '127.0.0.1', port: await sink.listen(), security: 'none', perMinute: 10_000 };
  const mail = { ...server, fromName: 'Salon', fromAddress: SENDER.email };
  try {
    expect((await amends.client.put('/settings', { mail })).status).toBe(200);
    const run = await amends.client.post('/outreach/mail-runs', { incidentId, template: 'offer' });
    expect(run.body).toMatchObject({ okCount: 1 });
    for (let tries = 0; sink.mails.length === 0 && tries < 400; tries += 1)
      await new Promise((go) => setTimeout(go, 50));
    const sent = sink.mails[0]?.parsed;
    const url = `${amends.origin}/o/${token}`;
    expect(sent?.text).toContain(url);
    expect(sent?.html).toContain(`<a href="${url}"`);
    const pdf = Buffer.from(sent?.attachments[0]?.content as ArrayBuffer);
    expect(readPdf(pdf).runs.map(({ text }) => text.replaceAll(/\s/g, ''))).toContain(url);
    const listed = await amends.client.get<{ items: { id: string }[] }>(`/outreach/mails?incidentId=${incidentId}`);
    const kept = await amends.client.get(`/outreach/mails/${listed.body.items[0]?.id}`);
    expect(JSON.stringify(kept.body)).toContain(`${amends.origin}/o/…`);
    const holding = await rows(amends.database.tx, `select id from mail m where m::text like '%' || $1 || '%'`, [
      token,
    ]);
    expect(holding).toEqual([]);
  } finally {
    await amends.client.put('/settings', { mail: null });
    await sink.close();
  }
});
