import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/kernel/ids.js';
import { OutboxService } from '../../src/platform/outbox/outbox.service.js';
import { type Aftermath, insert, seedAftermath } from '../support/aftermath.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

/** Claims over HTTP, with a clock that is put forward by hand: they come, are matched, judged, answered, and counted once. */
const NOW = '2020-09-17T08:00:00Z';

type Item = Record<string, unknown> & { id: string };

let amends: TestApplication;
let day = 0;

beforeAll(async () => {
  amends = await startTestApplication(NOW);
});
afterAll(() => amends.stop());

/** An incident of its own day, so that no other test's claims are of it. */
async function seed(...aftermaths: Aftermath[]) {
  const seeded = await seedAftermath(amends.database.tx, aftermaths);
  day += 1;
  const date = `2020-08-${String(day).padStart(2, '0')}`;
  await insert(amends.database.tx, 'outage_window', [
    {
      id: newId(),
      incident_id: seeded.incidentId,
      component_key: 'app',
      starts_at: `${date}T12:49:00Z`,
      ends_at: `${date}T13:09:00Z`,
      capabilities: { join: 'lost' },
      created_by: 'test',
      created_at: NOW,
    },
  ]);
  await settle();
  return { ...seeded, date };
}

async function settle(): Promise<void> {
  const outbox = amends.app.get(OutboxService);
  await outbox.drain();
  await outbox.drain();
}

const said = (externalId: string, others: object = {}) => ({
  name: 'Élodie Lefèvre',
  email: `admin@${externalId.toLowerCase()}.example`,
  text: 'Personne n’a pu entrer.',
  ...others,
});
const enter = (body: object) => amends.client.post<Item>('/claims', body);
const act = (id: string, body: object) => amends.client.post<Item>(`/claims/${id}/actions`, body);

describe('a claim that a desk enters', () => {
  test('is known when an offer is on its way, and names it; accepted, it is answered with it', async () => {
    const { date, customers, incidentId } = await seed({ externalId: 'K-1', offer: 'sent' });
    const { status, body } = await enter(said('K-1', { day: date, externalId: 'T-1' }));
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        status: 'open',
        verdict: 'known',
        customer: { externalId: 'K-1' },
        incident: { id: incidentId },
        evidence: {
          offer: { id: customers[0]?.offerId, status: 'sent', amount: { amountMinor: 5000, currency: 'EUR' } },
        },
        nextStatuses: ['accepted', 'refused'],
        blockers: [],
      },
    });
    const accepted = await act(body.id, { action: 'accept' });
    expect(accepted).toMatchObject({ status: 200, body: { status: 'accepted', offerId: customers[0]?.offerId } });
  });
});
