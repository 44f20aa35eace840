import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/kernel/ids.js';
import { ANNE, NOW, OffersBench, RULES } from './offers-bench.js';

let bench: OffersBench;

beforeAll(async () => {
  bench = await OffersBench.create();
  await bench.policy('std');
});

afterAll(() => bench.drop());

const YES = { saidBy: 'Ann Other', channel: 'phone' };
const send = (id: string, expectedVersion?: number) =>
  bench.database.transaction((tx) => bench.offers.markSent(tx, id, { actor: ANNE, expectedVersion }));

async function creditsOf(offerId: string): Promise<Record<string, unknown>[]> {
  return bench.sql('select * from credit where offer_id = $1', [offerId]);
}

describe('from draft to credit', () => {
  test('approved, sent and accepted, with its history, its credit and its messages', async () => {
    const { id, incidentId } = await bench.draft('std');
    const approved = await bench.post(`/offers/${id}/approve`);
    expect(approved).toMatchObject({
      status: 200,
      body: {
        status: 'approved',
        version: 2,
        approvedBy: expect.stringMatching(/^person:/),
        approvedAt: NOW.toISOString(),
      },
    });
    expect(approved.headers['etag']).toBe('"2"');
    const sent = await send(id);
    // 30 days after 17 September, to the end of the day in Paris.
    expect(sent).toMatchObject({
      status: 'sent',
      version: 3,
      sentAt: NOW,
      validUntil: new Date('2020-10-17T22:00:00Z'),
    });
    const accepted = await bench.postOnce(`/offers/${id}/accept`, {
      ...YES,
      saidAt: '2020-09-17T09:30:00+02:00',
      note: 'thanks',
    });
    expect(accepted).toMatchObject({
      status: 200,
      body: {
        status: 'accepted',
        version: 4,
        answeredAt: '2020-09-17T07:30:00.000Z',
        answer: { ...YES, saidAt: '2020-09-17T07:30:00.000Z', note: 'thanks' },
        nextStatuses: [],
        blockers: [],
        transitions: [
          { version: 1, from: null, to: 'draft' },
          { version: 2, from: 'draft', to: 'approved', actor: expect.stringMatching(/^person:/) },
          { version: 3, from: 'approved', to: 'sent', actor: ANNE.id },
          { version: 4, from: 'sent', to: 'accepted', actor: expect.stringMatching(/^person:/), at: NOW.toISOString() },
        ],
      },
    });
    const [credit, ...others] = await creditsOf(id);
    expect(others).toEqual([]);
    expect(credit).toMatchObject({
      id: accepted.body['creditId'],
      incident_id: incidentId,
      amount_minor: 5000,
      currency: 'EUR',
      reference: `amends-${String(credit?.['id'])}`,
      created_by: expect.stringMatching(/^person:/),
      created_at: NOW,
    });
    expect(await bench.messages('credit.requested', String(credit?.['id']))).toEqual([
      {
        dedupKey: `credit:${String(credit?.['id'])}`,
        payload: { customerId: credit?.['customer_id'], creditId: credit?.['id'] },
      },
    ]);
    expect(
      (await bench.messages('offer.changed', id)).map(({ dedupKey, payload }) => [dedupKey, payload['to']]),
    ).toEqual([
      [`offer.changed:${id}:2`, 'approved'],
      [`offer.changed:${id}:3`, 'sent'],
      [`offer.changed:${id}:4`, 'accepted'],
    ]);
  });

  test('the same request again gets the same answer and no second credit', async () => {
    const { id } = await bench.sent('std');
    const headers = { 'idempotency-key': randomUUID() };
    const first = await bench.post(`/offers/${id}/accept`, YES, headers);
    const again = await bench.post(`/offers/${id}/accept`, YES, headers);
    expect(first.status).toBe(200);
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(await creditsOf(id)).toHaveLength(1);
  });

  test('declined, with or without a word', async () => {
    const first = await bench.sent('std');
    expect(await bench.post(`/offers/${first.id}/decline`)).toMatchObject({
      status: 200,
      body: { status: 'declined', answer: { saidBy: null, channel: null, saidAt: NOW.toISOString(), note: null } },
    });
    const second = await bench.sent('std');
    expect(
      await bench.post(`/offers/${second.id}/decline`, { saidBy: 'Bob', channel: 'email', reason: 'too little' }),
    ).toMatchObject({
      body: {
        answer: { saidBy: 'Bob', channel: 'email', note: 'too little' },
        transitions: expect.arrayContaining([expect.objectContaining({ to: 'declined', reason: 'too little' })]),
      },
    });
    expect(await creditsOf(second.id)).toEqual([]);
  });

  test('reopened, an offer has to be approved again', async () => {
    const { id } = await bench.approved('std');
    expect(await bench.post(`/offers/${id}/reopen`, { reason: 'check the fee' })).toMatchObject({
      status: 200,
      body: { status: 'draft', version: 3, approvedBy: null, approvedAt: null },
    });
    await expect(send(id)).rejects.toMatchObject({ code: 'offer_transition_refused' });
  });

  test.each(['draft', 'approved', 'sent'] as const)('%s, an offer can be withdrawn', async (status) => {
    const { id } = await {
      draft: () => bench.draft('std'),
      approved: () => bench.approved('std'),
      sent: () => bench.sent('std'),
    }[status]();
    expect(await bench.post(`/offers/${id}/withdraw`, { reason: 'sent in error' })).toMatchObject({
      status: 200,
      body: { status: 'withdrawn', nextStatuses: [] },
    });
  });
});

describe('past its validity', () => {
  test('an offer shows, is found and behaves as expired, and is marked so once', async () => {
    const { id, incidentId, validUntil } = await bench.sent('std');
    bench.clock.set(new Date((validUntil?.getTime() ?? 0) - 1000));
    expect(await bench.offers.get(id)).toMatchObject({ status: 'sent' });
    bench.clock.set(validUntil ?? '');
    try {
      expect(await bench.offers.get(id)).toMatchObject({
        status: 'expired',
        version: 3,
        nextStatuses: [],
        blockers: [{ to: 'accepted', code: 'validity_over' }],
      });
      expect((await bench.offers.list({ incidentId, status: 'expired' }, {})).total).toBe(1);
      expect((await bench.offers.list({ incidentId, status: 'sent' }, {})).total).toBe(0);
      expect(await bench.postOnce(`/offers/${id}/accept`, YES)).toMatchObject({
        status: 409,
        body: {
          code: 'offer_transition_refused',
          details: { from: 'expired', to: 'accepted', reasons: ['validity_over'] },
        },
      });
      const withdrawal = await bench.actions.run({ action: 'withdraw', ids: [id], reason: 'x' }, ANNE);
      expect(withdrawal).toMatchObject({ okCount: 0, items: [{ ok: false, reasons: [{ code: 'validity_over' }] }] });
      expect(await bench.offers.expire()).toBeGreaterThanOrEqual(1);
      expect(await bench.offers.expire()).toBe(0);
      expect(await bench.offers.get(id)).toMatchObject({ status: 'expired', version: 4 });
      expect((await bench.messages('offer.changed', id)).at(-1)).toMatchObject({
        payload: { from: 'sent', to: 'expired', actor: 'system' },
      });
      expect(await creditsOf(id)).toEqual([]);
    } finally {
      bench.clock.set(NOW);
    }
  });
});

describe('refused', () => {
  test.each([
    ['draft', 'accept', 'accepted', ['not_approved', 'letter_not_sent']],
    ['draft', 'decline', 'declined', ['not_approved', 'letter_not_sent']],
    ['draft', 'reopen', 'draft', ['not_next']],
    ['approved', 'accept', 'accepted', ['letter_not_sent']],
    ['approved', 'approve', 'approved', ['not_next']],
    ['sent', 'approve', 'approved', ['not_next']],
    ['sent', 'reopen', 'draft', ['not_next']],
  ] as const)('%s: %s', async (status, action, to, reasons) => {
    const { id } = await {
      draft: () => bench.draft('std'),
      approved: () => bench.approved('std'),
      sent: () => bench.sent('std'),
    }[status]();
    const body = { accept: YES, decline: {}, reopen: { reason: 'x' }, approve: undefined }[action];
    const answer = await bench.postOnce(`/offers/${id}/${action}`, body);
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'offer_transition_refused', details: { from: status, to, reasons } },
    });
    expect((answer.body['errors'] as { code: string }[]).map(({ code }) => code)).toEqual(reasons);
    expect(await bench.offers.get(id)).toMatchObject({ status });
  });

  test('with another version than the one that was seen', async () => {
    const { id } = await bench.draft('std');
    const ifMatch = (version: string) => ({ 'if-match': version, 'idempotency-key': randomUUID() });
    for (const [path, body] of [
      ['approve', undefined],
      ['withdraw', { reason: 'x' }],
      ['reopen', { reason: 'x' }],
      ['accept', YES],
      ['decline', {}],
    ] as const) {
      expect(await bench.post(`/offers/${id}/${path}`, body, ifMatch('"7"'))).toMatchObject({
        status: 412,
        body: { code: 'version_changed', details: { expectedVersion: 7, currentVersion: 1 } },
      });
    }
    await expect(send(id, 7)).rejects.toMatchObject({ code: 'version_changed' });
    expect(await bench.post(`/offers/${id}/approve`, undefined, ifMatch('x'))).toMatchObject({
      status: 400,
      body: { code: 'invalid_if_match' },
    });
    expect(await bench.post(`/offers/${id}/approve`, undefined, ifMatch('"1"'))).toMatchObject({ status: 200 });
  });

  test('without an idempotency key', async () => {
    const { id } = await bench.sent('std');
    for (const [path, body] of [
      [`/offers/${id}/accept`, YES],
      ['/offers/actions', { action: 'approve', ids: [id] }],
    ] as const) {
      expect(await bench.post(path, body)).toMatchObject({ status: 400, body: { code: 'idempotency_key_required' } });
    }
  });

  test.each([newId(), 'x', '%F0%9F%92%A9'])('for the offer %s, which is not there', async (id) => {
    expect(await bench.get(`/offers/${id}`)).toMatchObject({ status: 404, body: { code: 'offer_not_found' } });
    for (const [path, body] of [
      ['approve', undefined],
      ['withdraw', { reason: 'x' }],
      ['accept', YES],
      ['decline', {}],
    ] as const) {
      expect(await bench.postOnce(`/offers/${id}/${path}`, body)).toMatchObject({
        status: 404,
        body: { code: 'offer_not_found' },
      });
    }
  });

  test.each<[string, unknown]>([
    ['accept', undefined],
    ['accept', {}],
    ['accept', { ...YES, saidBy: '' }],
    ['accept', { ...YES, saidBy: 'a\u0000' }],
    ['accept', { ...YES, saidBy: '\ud800' }],
    ['accept', { ...YES, saidBy: 'x'.repeat(201) }],
    ['accept', { ...YES, channel: 'fax' }],
    ['accept', { ...YES, channel: ['phone'] }],
    ['accept', { ...YES, saidAt: '2020-09-17' }],
    ['accept', { ...YES, saidAt: '2020-02-30T00:00:00Z' }],
    ['accept', { ...YES, saidAt: 5 }],
    ['accept', { ...YES, saidAt: '2020-09-17T08:00:01Z' }],
    ['accept', { ...YES, note: { $gt: '' } }],
    ['accept', { ...YES, amountMinor: 1 }],
    ['decline', { saidAt: '2030-01-01T00:00:00Z' }],
    ['decline', { channel: 'x' }],
    ['decline', []],
    ['withdraw', undefined],
    ['withdraw', { reason: ' ' }],
    ['withdraw', { reason: 5 }],
    ['reopen', { reason: '\u0000' }],
  ])('bad input: %s %j', async (path, body) => {
    const { id } = await bench.sent('std');
    const answer = await bench.postOnce(`/offers/${id}/${path}`, body);
    expect(answer.status).toBe(400);
    expect(['invalid_input', 'said_in_future', 'body_not_safe']).toContain(answer.body['code']);
    expect(answer.body['errors']).toEqual(
      expect.arrayContaining([expect.objectContaining({ code: expect.any(String) })]),
    );
    expect(await bench.offers.get(id)).toMatchObject({ status: 'sent' });
  });
});

describe('the list', () => {
  test('filters, pages, and shows what may follow', async () => {
    const first = await bench.draft('std');
    const second = await bench.approved('std');
    const answer = await bench.get(`/offers?incidentId=${second.incidentId}`);
    expect(answer.body).toMatchObject({
      total: 1,
      items: [
        {
          id: second.id,
          status: 'approved',
          customerName: second.customerName,
          nextStatuses: ['sent', 'withdrawn', 'expired', 'draft'],
        },
      ],
    });
    expect((answer.body['items'] as object[])[0]).not.toHaveProperty('lines');
    const found = async (query: string) =>
      ((await bench.get(`/offers?${query}`)).body['items'] as { id: string }[]).map(({ id }) => id);
    expect(await found(`customerId=${first.customerId}`)).toEqual([first.id]);
    expect(await found(`assessmentId=${first.assessmentId}&status=draft`)).toEqual([first.id]);
    expect(await found(`assessmentId=${first.assessmentId}&status=sent`)).toEqual([]);
    expect(await found(`assessmentId=${newId()}`)).toEqual([]);
    expect(await found(`customerId=nobody`)).toEqual([]);
    const page = await bench.get('/offers?limit=1');
    const next = await bench.get(`/offers?limit=1&cursor=${String(page.body['nextCursor'])}`);
    expect([next.status, (next.body['items'] as unknown[]).length]).toEqual([200, 1]);
    expect(next.body['items']).not.toEqual(page.body['items']);
  });

  test.each([
    'incidentId=x',
    'assessmentId=%00',
    'customerId=%00',
    'status=gone',
    'status=draft&status=sent',
    'incidentId[a]=1',
    'x=1',
    'cursor=e30',
  ])('refuses %s', async (query) => {
    const answer = await bench.get(`/offers?${query}`);
    expect([answer.status, answer.body['code']]).toEqual([400, expect.stringMatching(/^invalid_/)]);
  });
});

test('without a key nothing is shown', async () => {
  expect(await bench.request('GET', '/offers', undefined, { authorization: 'Bearer amk_x' })).toMatchObject({
    status: 401,
  });
});

test('the amounts of an approved offer stay as they were when its policy changes', async () => {
  await bench.policy('frozen');
  const offer = await bench.approved('frozen');
  await bench.policies.addVersion('frozen', { from: '2020-01-02', rules: { ...RULES, validityDays: 1 } }, ANNE);
  const sent = await send(offer.id);
  expect(sent).toMatchObject({ amountMinor: 5000, validUntil: new Date('2020-10-17T22:00:00Z') });
});
