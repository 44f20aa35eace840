import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../src/kernel/ids.js';
import { SYSTEM } from '../../src/platform/access/actor.js';
import { rows } from '../../src/platform/database/database.js';
import { JobsService } from '../../src/platform/jobs/jobs.service.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

let amends: TestApplication;
beforeAll(async () => {
  amends = await startTestApplication('2026-03-01T10:00:00Z', {
    environment: { AMENDS_MEETINGS_HOOK_SECRET: 'whsec_canary', AMENDS_SMTP_PASSWORD: 'canary' },
  });
});
afterAll(() => amends.stop());

test('jobs are listed, the newest first, and by how they stand', async () => {
  const jobs = amends.app.get(JobsService);
  jobs.handle('sleep', async () => ({ slept: true }));
  const id = await amends.database.transaction((tx) => jobs.enqueue(tx, 'sleep', newId(), SYSTEM));
  await jobs.cancel(id, SYSTEM).catch(() => undefined);
  await jobs.run(id);
  const { body } = await amends.client.get<{ items: { id: string; kind: string }[] }>('/jobs?kind=sleep');
  expect(body.items).toEqual([expect.objectContaining({ id, kind: 'sleep', createdBy: 'system' })]);
  expect((await amends.client.get('/jobs?kind=other')).body).toMatchObject({ items: [], total: 0 });
  expect((await amends.client.get('/jobs?status=asleep')).status).toBe(400);
});

test('a letter can be seen before its sender is kept, and its faults stand at their fields', async () => {
  const sender = { name: 'Canary SAS', signatoryName: 'A. Martin', phone: '01' };
  const seen = await amends.client.post<Buffer>('/letters/preview?locale=fr', { sender });
  expect([seen.status, seen.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(seen.body.subarray(0, 5).toString()).toBe('%PDF-');
  const refused = await amends.client.post<{ errors: { path: string }[] }>('/letters/preview?locale=fr', {
    sender: { name: '' },
  });
  expect(refused.status).toBe(400);
  expect(refused.body.errors.map(({ path }) => path)).toEqual(['sender.name', 'sender.signatoryName', 'sender']);
  expect((await amends.client.get('/settings')).body).toMatchObject({ version: 0, sender: null });
});

test('hooks have their addresses and say whether their secrets are there, never what they are', async () => {
  await amends.client.put('/settings', { publicUrl: 'https://amends.example' });
  const { body } = await (await amends.signIn('integrator')).get<{ items: { hook: string }[] }>('/console/hooks');
  expect(body.items.find(({ hook }) => hook === 'meetings')).toEqual({
    hook: 'meetings',
    path: '/api/v1/hooks/meetings',
    url: 'https://amends.example/api/v1/hooks/meetings',
    secrets: [{ name: 'AMENDS_MEETINGS_HOOK_SECRET', isSet: true }],
    lastDay: 0,
    lastAt: null,
  });
  expect(JSON.stringify(body)).not.toContain('canary');
});

test('how mail stands is said before it is set up, and a test goes to our own people only', async () => {
  expect((await amends.client.get('/outreach/mail-state')).body).toMatchObject({
    isSetUp: false,
    isPasswordSet: true,
    held: 0,
    lastSentAt: null,
    lastFailure: null,
  });
  const send = async (to: string): Promise<unknown> =>
    (await amends.client.post('/outreach/mail-test', { to })).body['code'];
  expect(await send('somebody@elsewhere.example')).toBe('sender_not_set');
  const sender = { name: 'Canary SAS', signatoryName: 'A. Martin', phone: '01' };
  const mail = {
    host: '127.0.0.1',
    port: 9,
    security: 'none',
    fromName: 'Canary',
    fromAddress: 'canary@amends.example',
  };
  await amends.client.put('/settings', { sender, mail });
  expect(await send('somebody@elsewhere.example')).toBe('not_a_colleague');
  expect(await send('canary@amends.example')).toBe('mail_not_taken');
});

test("an administrator ends somebody's sessions; roles and keys of the person stay", async () => {
  const viewer = await amends.signIn('viewer');
  const { body } = await viewer.get('/me');
  const id = String(body['id']).replace('person:', '');
  expect((await amends.client.post(`/users/${id}/end-sessions`)).body).toEqual({ ended: 1 });
  expect((await viewer.get('/me')).status).toBe(401);
  expect((await amends.client.post('/users/nobody/end-sessions')).status).toBe(404);
  const lines = `select 1 from audit_entry where action = 'sign_out.everywhere' and subject_id = $1`;
  expect(await rows(amends.database.tx, lines, [id])).toHaveLength(1);
});
