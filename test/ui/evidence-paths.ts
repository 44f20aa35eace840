import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Desk } from './desk.js';
import { type Declare, openContext, type Stage } from './stage.js';
import { settled, signIn, visit } from './visit.js';

/** A day of its own, on which nothing else happened; the reader's clock is one hour ahead of UTC. */
const DAY = '2020-10-02';
const CUSTOMERS = ['ash', 'birch', 'cedar'] as const;
const POST_MORTEM = `On 2 October 2020 the application was unavailable from 09:30 to 09:50 UTC.
A second outage occurred between 11:00 and 11:20 UTC.`;

const at = (time: string): string => `${DAY}T${time}:00Z`;
const lines = (records: readonly object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');

/**
 * Three customers alike: one person inside all the time, and one who was refused at 09:15 and let in at 09:25, which is an
 * outage only for who believes that it had begun by then.
 */
async function bringIn({ amends: { client } }: Desk): Promise<void> {
  const all = <T>(ofOne: (customerId: string) => T | readonly T[]): T[] => CUSTOMERS.flatMap((id) => ofOne(id));
  const meeting = { meetingId: 'standup', participantId: 'late' };
  const files: readonly (readonly [string, readonly object[]])[] = [
    [
      'customers',
      all((externalId) => ({
        externalId,
        name: `${externalId[0]?.toUpperCase()}${externalId.slice(1)} Ltd`,
        timezone: 'Europe/London',
        locale: 'en-GB',
        contract: { plan: 'gold', monthlyFee: { amountMinor: 30_000, currency: 'GBP' }, from: '2020-01-01' },
        contacts: [{ name: 'Ada Byron', email: `ada@${externalId}.example`, role: 'sponsor' }],
      })),
    ],
    [
      'meetings',
      all((customerId) => ({
        customerId,
        externalId: 'standup',
        title: 'Standup',
        scheduledStart: at('09:00'),
        scheduledEnd: at('10:00'),
        components: ['app'],
      })),
    ],
    [
      'sessions',
      all((customerId) =>
        [
          ['early', '09:00'],
          ['late', '09:25'],
        ].map(([participantId = '', joined = '']) => ({
          customerId,
          meetingId: 'standup',
          participantId,
          role: 'participant',
          joinedAt: at(joined),
          leftAt: at('10:00'),
        })),
      ),
    ],
    ['join-attempts', all((customerId) => ({ ...meeting, customerId, at: at('09:15'), outcome: 'refused' }))],
  ];
  for (const [kind, records] of files) {
    const sent = await client.post(`/imports/${kind}`, lines(records), { type: 'application/x-ndjson' });
    expect(sent).toMatchObject({ status: 200, body: { rejected: 0 } });
  }
}

type OfferRow = {
  readonly id: string;
  readonly customerId: string;
  readonly status: string;
  readonly sequence: number;
  readonly amount: { readonly amountMinor: number };
};

/** Finance sets a budget in a new version of the policy. */
async function setBudget(page: Page, amountMinor: number): Promise<void> {
  await visit(page, '/policies/goodwill/new');
  const rules = page.getByRole('textbox', { name: 'Rules as JSON' });
  const before = JSON.parse(await rules.inputValue()) as object;
  // Every currency that the rules pay in needs its own.
  const budgetPerIncident = { CHF: 0, EUR: 0, GBP: amountMinor, JPY: 0, USD: 0 };
  await rules.fill(JSON.stringify({ ...before, budgetPerIncident }, null, 2));
  await page.getByText(/Budget for an incident: .*135/).waitFor();
  await page.getByLabel('From the day').fill(DAY);
  await page.getByRole('button', { name: 'Add this version' }).click();
  await page.getByRole('heading', { level: 1, name: 'Goodwill' }).waitFor();
}

/** Presses the button that assesses, and waits for what follows from it. */
async function assess(page: Page, desk: Desk, name: 'Assess' | 'Assess again'): Promise<void> {
  const asked = page.waitForResponse((each) => each.url().endsWith('/assessments') && each.status() === 202);
  await page.getByRole('button', { name, exact: true }).click();
  await asked;
  await desk.untilQuiet();
}

/** From what the sources say to what is offered, and back when another source is followed. It moves the clock: it is last. */
export function evidencePaths(test: Declare, stage: Stage): void {
  test('a post-mortem is read sentence by sentence; another source is followed; offers go stale, are kept, followed, supplemented and refused', async () => {
    const { desk } = stage;
    const { client, clock } = desk.amends;
    clock.set(new Date(at('18:00')));
    await bringIn(desk);
    const finance = await openContext(stage);
    await setBudget(await signIn(finance, desk.finance), 13_500);
    await finance.close();
    const incident = { title: 'Application down on Friday', timeZone: 'Europe/London' };
    const { id } = (await client.post<{ id: string }>('/incidents', incident)).body;
    const context = await openContext(stage);
    const page = await signIn(context, desk.manager);
    const dialog = page.getByRole('dialog');

    // Two windows are proposed: one is right, the other is not.
    await visit(page, `/incidents/${id}/evidence`);
    await page.getByRole('button', { name: 'Read a post-mortem' }).click();
    await dialog.getByLabel('Text of the post-mortem').fill(POST_MORTEM);
    await dialog.getByRole('button', { name: 'Read it' }).click();
    await page.getByRole('region', { name: '2 proposed windows' }).waitFor();
    const proposals = page.getByRole('region', { name: /proposed window/ }).getByRole('listitem');
    const [right, wrong] = ['from 09:30 to 09:50', 'A second outage'].map((text) =>
      proposals.filter({ hasText: text }),
    );
    await right?.getByRole('button', { name: 'Accept' }).click();
    await page.getByText('The window is made.').waitFor();
    await page.getByRole('region', { name: '1 proposed window' }).waitFor();
    await wrong?.getByRole('textbox', { name: 'Why these times' }).fill('That was another system.');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByText('The proposal is dismissed').waitFor();
    await page.getByText('one window rests on it').waitFor();
    await visit(page, `/incidents/${id}`);
    await page
      .getByRole('table')
      .getByRole('row', { name: /app 10:30:00 10:50:00/ })
      .waitFor();
    const windows = async () =>
      (await client.get<{ windows: { startsAt: string; endsAt: string }[] }>(`/incidents/${id}/windows`)).body.windows;
    expect(await windows()).toMatchObject([{ startsAt: at('09:30').replace('Z', '.000Z') }]);
    const decided = await client.get<{ items: { status: string }[] }>(`/incidents/${id}/proposals`);
    expect(decided.body.items.map(({ status }) => status).toSorted()).toEqual(['accepted', 'dismissed']);

    // Offers by it: one approved to be kept, one accepted, one approved to be followed.
    await visit(page, `/incidents/${id}/evidence`);
    await page.getByRole('button', { name: 'Add evidence' }).click();
    await dialog.getByLabel('Component').click();
    await page.getByRole('option', { name: 'app', exact: true }).click();
    await dialog.getByLabel(/^Began/).fill(`${DAY}T10:10`);
    await dialog.getByLabel('Its own words, or the reading').fill('The probe fails from 10:10 on.');
    await dialog.getByRole('button', { name: 'Add evidence' }).click();
    await page.getByText('The evidence is kept').waitFor();
    await assess(page, desk, 'Assess');
    await visit(page, `/incidents/${id}/offers`);
    await page.getByRole('button', { name: 'Compute the offers', exact: true }).click();
    await page.getByText('3 new').waitFor();
    const offers = async (): Promise<Map<string, OfferRow>> => {
      const { items } = (await client.get<{ items: OfferRow[] }>(`/offers?incidentId=${id}&limit=50`)).body;
      const live = items.filter(({ status }) => status !== 'withdrawn');
      return new Map(live.map((offer) => [`${offer.customerId} ${offer.sequence}`, offer]));
    };
    const first = await offers();
    const offerOf = (customer: string): string => first.get(`${customer} 0`)?.id ?? '';
    for (const customer of CUSTOMERS) {
      expect(await client.post(`/offers/${offerOf(customer)}/approve`)).toMatchObject({
        status: 200,
        body: { amount: { amountMinor: 3000 } },
      });
    }
    expect((await client.post(`/offers/${offerOf('birch')}/send`)).status).toBe(200);

    // The other source is followed: it says beforehand what that changes.
    await visit(page, `/incidents/${id}/evidence`);
    const other = page.getByRole('row', { name: /app, start: 10:30:00 was chosen, 10:10:00 is claimed/ });
    await other.getByText('+3 people unable to join').waitFor();
    await other.getByRole('button', { name: 'Follow this source' }).click();
    await dialog.getByLabel('Why the windows change').fill('The probe is exact.');
    await dialog.getByRole('button', { name: 'Follow this source' }).click();
    await page.getByText('The windows have changed since this assessment.').waitFor();
    expect(await windows()).toMatchObject([{ startsAt: at('09:10').replace('Z', '.000Z') }]);
    await assess(page, desk, 'Assess again');
    await visit(page, `/incidents/${id}`);
    await page.getByText('The windows have changed since this assessment.').waitFor({ state: 'detached' });

    // What was approved says that it is overtaken, and is kept with a reason.
    await visit(page, `/offers/${offerOf('ash')}`);
    await page.getByText('It is £30.00; it would be £60.00.').waitFor();
    await page.getByRole('button', { name: 'Keep it as it is…' }).click();
    await dialog.getByLabel('Why').fill('Agreed by telephone.');
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    await page.getByText(/^Kept by Lucie Roche/).waitFor();
    // Or it follows: a draft again, it is replaced by what is computed.
    await visit(page, `/offers/${offerOf('cedar')}`);
    await page.getByRole('button', { name: 'Back to draft…' }).click();
    await dialog.getByLabel('Why').fill('The longer window counts.');
    await dialog.getByRole('button', { name: 'Make it a draft' }).click();
    await page.getByText('The offer is now: Draft').waitFor();
    await visit(page, `/incidents/${id}/offers`);
    await page.getByRole('button', { name: 'Compute the offers anew' }).click();
    await page.getByText('1 draft replaced').waitFor();
    const second = await offers();
    expect(second.get('ash 0')).toMatchObject({ status: 'approved', amount: { amountMinor: 3000 } });
    expect(second.get('cedar 0')).toMatchObject({ status: 'draft', amount: { amountMinor: 6000 } });
    // Who has the letter already gets the rest on top.
    const supplement = second.get('birch 1');
    expect(supplement).toMatchObject({ status: 'draft', amount: { amountMinor: 3000 } });
    await visit(page, `/offers/${supplement?.id}`);
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByText('The offer is now: Approved').waitFor();
    await page.getByRole('link', { name: 'the original offer' }).click();
    await page.waitForURL(`**/offers/${offerOf('birch')}`);
    await settled(page);

    // Ninety pounds of the budget are approved: sixty more are too many.
    await visit(page, `/offers/${second.get('cedar 0')?.id}`);
    await page.getByText('The budget of the incident has not enough left.').first().waitFor();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'budget' }).waitFor();
    await visit(page, `/incidents/${id}/offers`);
    await page.getByText('goodwill: £90.00 of £135.00 approved, £45.00 left').waitFor();
    await context.close();
    expect((await offers()).get('cedar 0')).toMatchObject({ status: 'draft' });
  });
}
