import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SetClock } from '../../src/kernel/clock.js';
import { DomainError } from '../../src/kernel/domain-error.js';
import { ApologiesService } from '../../src/letters/apologies.service.js';
import { LetterActionsService } from '../../src/letters/letter-actions.service.js';
import { LetterFontsService } from '../../src/letters/letter-fonts.service.js';
import { LetterRendererService } from '../../src/letters/letter-renderer.service.js';
import { LetterTextVersionEntity } from '../../src/letters/letter-text-version.entity.js';
import { LettersService } from '../../src/letters/letters.service.js';
import { OwnTextsService } from '../../src/letters/own-texts.service.js';
import { WriteLetterService } from '../../src/letters/write-letter.service.js';
import { OfferEntity } from '../../src/offers/offer.entity.js';
import { OfferHoldsService } from '../../src/offers/offer-holds.service.js';
import { OfferLinksService } from '../../src/offers/offer-links.service.js';
import { OfferMovesService } from '../../src/offers/offer-moves.service.js';
import { OffersService } from '../../src/offers/offers.service.js';
import type { Actor } from '../../src/platform/access/actor.js';
import { AuditService } from '../../src/platform/audit/audit.service.js';
import { rows } from '../../src/platform/database/database.js';
import { OutboxService } from '../../src/platform/outbox/outbox.service.js';
import { SettingsService } from '../../src/platform/settings/settings.service.js';
import { type Aftermath, insert, seedAftermath, seedAssessment } from '../support/aftermath.js';
import { readPdf, textsOf } from '../support/read-pdf.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const ANNE: Actor = { id: 'person:anne', kind: 'person', roles: ['manager'] };
const NOW = new Date('2020-09-17T08:00:00Z');
const SENDER = {
  name: 'Réunions & Cie',
  addressLines: ['52 rue de l’Arbre-Sec', '75001 Paris'],
  city: 'Paris',
  email: 'success@reunions.example',
  signatoryName: 'Camille Laurent',
};

type Desk = {
  readonly db: TestDatabase;
  readonly settings: SettingsService;
  readonly letters: LettersService;
  readonly apologies: ApologiesService;
  readonly actions: LetterActionsService;
  readonly texts: OwnTextsService;
};

let desk: Desk;
const fonts = new LetterFontsService();
const renderer = new LetterRendererService(fonts);

async function openDesk(): Promise<Desk> {
  const db = await createTestDatabase({ entities: [OfferEntity, LetterTextVersionEntity], isPlanted: true });
  const clock = new SetClock(NOW);
  const outbox = new OutboxService(db.database, clock);
  const audit = new AuditService(clock);
  const offers = new OffersService(db.database, clock, outbox, new OfferMovesService(outbox, audit));
  const write = new WriteLetterService(
    renderer,
    audit,
    new OfferLinksService('a key of tests, of 32 characters or more'),
  );
  const apologies = new ApologiesService(db.database, clock, outbox, write);
  const letters = new LettersService(db.database, clock, offers, write, apologies, renderer, new OfferHoldsService());
  const actions = new LetterActionsService(db.database, clock, letters);
  const texts = new OwnTextsService(db.database, clock, fonts, audit);
  return { db, letters, apologies, actions, texts, settings: new SettingsService(db.database, clock, audit) };
}

beforeAll(async () => {
  desk = await openDesk();
  await desk.settings.put({ sender: SENDER }, 0, ANNE);
});

afterAll(() => desk.db.drop());

const seed = (...aftermaths: Aftermath[]) => seedAftermath(desk.db.database.tx, aftermaths);

async function seedOffer(aftermath: Partial<Aftermath> = {}) {
  const seeded = await seed({ externalId: `C-${Math.random()}`, offer: 'approved', ...aftermath });
  const [customer] = seeded.customers;
  return {
    ...seeded,
    customerId: customer?.id ?? '',
    externalId: customer?.externalId ?? '',
    offerId: customer?.offerId ?? '',
  };
}

type Kept = { status: string; version: number; letters: number; messages: number };

async function kept(offerId: string): Promise<Kept | undefined> {
  const [found] = await rows<Kept>(
    desk.db.database.tx,
    `select status, version, (select count(*)::int from letter l where l.offer_id = o.id) as letters,
            (select count(*)::int from outbox_message m where m.payload ->> 'offerId' = o.id::text) as messages
       from offer o where id = $1`,
    [offerId],
  );
  return found;
}

const wordsOf = (pdf: Buffer) =>
  readPdf(pdf)
    .runs.map(({ text }) => text.replaceAll(/\s/g, ' '))
    .join('\n');

describe('a preview', () => {
  test('is marked as a draft, and nothing is kept', async () => {
    const { offerId } = await seedOffer();
    const { pdf, fileName, isDraft } = await desk.letters.offerLetter(offerId);
    expect(isDraft).toBe(true);
    expect(fileName).toMatch(/^C-0\.\d+-AM-2020-0916-[0-9A-Z]{4}-[0-9A-Z]{4}-draft\.pdf$/);
    expect(textsOf(readPdf(pdf), 'Artifact').join()).toContain('Projet');
    expect(wordsOf(pdf)).toContain('Les serveurs ont manqué de mémoire.');
    expect(await kept(offerId)).toMatchObject({ status: 'approved', letters: 0, messages: 0 });
  });

  test('speaks the language of the customer, with words of the other one where its own are missing', async () => {
    const { offerId } = await seedOffer({ locale: 'en-GB' });
    const words = wordsOf((await desk.letters.offerLetter(offerId)).pdf);
    expect(words).toContain('Dear Élodie Lefèvre,');
    expect(words).toContain('Draft');
    expect(words).toContain('Unable to join');
    expect(words).toContain('Les serveurs ont manqué de mémoire.');
  });

  test('of an unknown offer is refused', async () => {
    await expect(desk.letters.offerLetter('nothing')).rejects.toMatchObject({ code: 'offer_not_found' });
  });
});

describe('sending', () => {
  test('keeps the letter byte for byte, with its hash, and marks the offer', async () => {
    const { offerId, incidentId, assessmentId } = await seedOffer();
    const draft = await desk.letters.offerLetter(offerId);
    const sent = await desk.letters.send(offerId, { actor: ANNE, expectedVersion: 2 });
    expect(sent).toMatchObject({ id: offerId, status: 'sent', version: 3, letter: { reference: draft.reference } });
    expect(sent.validUntil).toEqual(new Date('2020-10-17T22:00:00Z'));
    const [stored] = await rows<{ pdf: Buffer; sha256: string }>(
      desk.db.database.tx,
      `select pdf, sha256, kind, locale, reference, incident_id, assessment_id, created_by from letter where offer_id = $1`,
      [offerId],
    );
    expect(stored).toMatchObject({
      kind: 'offer',
      locale: 'fr',
      reference: draft.reference,
      incident_id: incidentId,
      assessment_id: assessmentId,
      created_by: ANNE.id,
    });
    const served = await desk.letters.offerLetter(offerId);
    expect(served.isDraft).toBe(false);
    expect(served.pdf.equals(stored?.pdf ?? Buffer.alloc(0))).toBe(true);
    expect(served.sha256).toBe(createHash('sha256').update(served.pdf).digest('hex'));
    expect(stored?.sha256).toBe(served.sha256);
    const words = wordsOf(served.pdf);
    expect(words).not.toContain('Projet');
    expect(words).toContain('17 octobre 2020');
    expect(words).toContain('Réunions & Cie');
    expect(await kept(offerId)).toEqual({ status: 'sent', version: 3, letters: 1, messages: 1 });
  });

  test('what was sent stays, whatever changes after it', async () => {
    const { offerId, customerId } = await seedOffer();
    await desk.letters.send(offerId, { actor: ANNE });
    const before = await desk.letters.offerLetter(offerId);
    await rows(desk.db.database.tx, `update customer set name = 'Renamed' where id = $1`, [customerId]);
    expect(await desk.letters.offerLetter(offerId)).toEqual(before);
  });

  test('a letter that cannot be written leaves the offer approved', async () => {
    const { offerId } = await seedOffer({ amountMinor: 5000, lineMinor: 4999 });
    await expect(desk.letters.send(offerId, { actor: ANNE })).rejects.toMatchObject({
      code: 'letter_content_refused',
      reasons: [{ code: 'lines_do_not_add_up' }],
    });
    expect(await kept(offerId)).toEqual({ status: 'approved', version: 2, letters: 0, messages: 0 });
  });

  test('an offer that is not approved is refused', async () => {
    const { offerId } = await seedOffer({ offer: 'draft' });
    await expect(desk.letters.send(offerId, { actor: ANNE })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'offer_transition_refused',
      reasons: [{ code: 'not_approved' }],
    });
    expect(await kept(offerId)).toMatchObject({ status: 'draft', letters: 0 });
  });

  test('two who send at once: one letter, one refusal', async () => {
    const { offerId } = await seedOffer();
    const outcomes = await Promise.allSettled([1, 2].map(() => desk.letters.send(offerId, { actor: ANNE })));
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refusals).toHaveLength(1);
    expect(refusals[0]).toMatchObject({ kind: 'conflict', code: 'offer_transition_refused' });
    expect(await kept(offerId)).toEqual({ status: 'sent', version: 3, letters: 1, messages: 1 });
  });

  test('nobody has said who writes: previews show an invented sender, and nothing is sent', async () => {
    const { settings, version } = { settings: desk.settings, version: (await desk.settings.get()).version };
    const { offerId } = await seedOffer();
    await settings.put({ sender: null }, version, ANNE);
    try {
      expect(wordsOf((await desk.letters.offerLetter(offerId)).pdf)).toContain('Votre société');
      await expect(desk.letters.send(offerId, { actor: ANNE })).rejects.toMatchObject({ code: 'sender_not_set' });
      expect(await kept(offerId)).toMatchObject({ status: 'approved', letters: 0 });
    } finally {
      await settings.put({ sender: SENDER }, undefined, ANNE);
    }
  });
});

describe('many at once', () => {
  test('each is answered for by itself, and a dry run keeps nothing', async () => {
    const seeded = await seed(
      { externalId: 'M-1', offer: 'approved', amountMinor: 1000 },
      { externalId: 'M-2', offer: 'approved', lineMinor: 1 },
      { externalId: 'M-3', offer: 'draft' },
      { externalId: 'M-4', offer: 'approved', amountMinor: 300, currency: 'JPY' },
    );
    const request = { action: 'send', filter: { incidentId: seeded.incidentId } } as const;
    const dry = await desk.actions.run({ ...request, dryRun: true }, ANNE);
    expect(dry).toMatchObject({
      okCount: 2,
      totals: [
        { amountMinor: 1000, currency: 'EUR' },
        { amountMinor: 300, currency: 'JPY' },
      ],
    });
    for (const { offerId } of seeded.customers)
      expect(await kept(offerId ?? '')).toMatchObject({ letters: 0, version: 2 });
    const seen: number[] = [];
    const ids = seeded.customers.flatMap(({ offerId }) => offerId ?? []);
    const items = await desk.letters.sendMany([...ids, ids[0] ?? ''], ANNE, (done) => void seen.push(done));
    expect(items.map((item) => (item.ok ? 'sent' : item.code))).toEqual([
      'sent',
      'letter_content_refused',
      'offer_transition_refused',
      'sent',
    ]);
    expect(seen).toEqual([1, 2, 3, 4]);
    const again = await desk.actions.run(request, ANNE);
    expect(again).toMatchObject({ okCount: 0, items: [{ code: 'letter_content_refused' }] });
  });

  test('ids and filter exclude each other', async () => {
    await expect(desk.actions.run({ action: 'send' }, ANNE)).rejects.toMatchObject({ code: 'ids_or_filter_required' });
  });

  test('all letters of an incident can be read, sent or not, apologies too', async () => {
    const seeded = await seed(
      { externalId: 'R-2', offer: 'draft' },
      { externalId: 'R-1', offer: 'approved' },
      { externalId: 'R-3', outcome: 'nothing_owed', class: 'degraded' },
      { externalId: 'R-4', outcome: 'nothing_owed', class: 'unknown' },
      { externalId: 'R-5', outcome: 'refused' },
    );
    await desk.letters.send(seeded.customers[1]?.offerId ?? '', { actor: ANNE });
    const files: string[] = [];
    for await (const { letter } of desk.letters.lettersOf(seeded.incidentId)) files.push(letter?.fileName ?? '');
    expect(files).toEqual([
      expect.stringMatching(/^R-1-AM-2020-0916-[0-9A-Z-]{9}\.pdf$/),
      expect.stringMatching(/^R-2-AM-2020-0916-[0-9A-Z-]{9}-draft\.pdf$/),
      expect.stringMatching(/^R-3-AM-2020-0916-[0-9A-Z-]{9}-draft\.pdf$/),
    ]);
  });
});

describe('an apology', () => {
  test('is previewed, sent once for a customer and an incident, and served as it was sent', async () => {
    const { assessmentId, incidentId, externalId } = await seedOffer({ offer: undefined, outcome: 'nothing_owed' });
    const draft = await desk.apologies.letter(assessmentId, externalId);
    expect(draft.isDraft).toBe(true);
    const outcomes = await Promise.allSettled([1, 2].map(() => desk.apologies.send(assessmentId, externalId, ANNE)));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(desk.apologies.send(assessmentId, externalId, ANNE)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'letter_already_sent',
    });
    const served = await desk.apologies.letter(assessmentId, externalId);
    expect(served).toMatchObject({ isDraft: false, reference: draft.reference });
    const found = await rows(desk.db.database.tx, `select sha256, offer_id from letter where incident_id = $1`, [
      incidentId,
    ]);
    expect(found).toEqual([{ sha256: served.sha256, offer_id: null }]);
    const told = await rows(
      desk.db.database.tx,
      `select 1 from outbox_message where topic = 'apology.sent' and payload ->> 'incidentId' = $1`,
      [incidentId],
    );
    expect(told).toHaveLength(1);
  });

  test.each<[Partial<Aftermath>, string[]]>([
    [{ outcome: 'refused' }, ['not_nothing_owed']],
    [{ outcome: 'nothing_owed', class: 'unknown' }, ['not_hit']],
    [{ outcome: 'nothing_owed', offer: 'sent' }, ['offer_stands']],
  ])('is refused for %j', async (aftermath, codes) => {
    const { assessmentId, externalId } = await seedOffer({ offer: undefined, ...aftermath });
    const refusal: unknown = await desk.apologies.letter(assessmentId, externalId).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ kind: 'conflict', code: 'apology_refused' });
    expect((refusal as DomainError).reasons.map(({ code }) => code)).toEqual(codes);
  });

  test('is refused when a newer assessment is done, and for nobody', async () => {
    const { assessmentId, incidentId, externalId } = await seedOffer({ offer: undefined, outcome: 'nothing_owed' });
    await seedAssessment(desk.db.database.tx, incidentId, 2);
    await expect(desk.apologies.send(assessmentId, externalId, ANNE)).rejects.toMatchObject({
      code: 'apology_refused',
    });
    await expect(desk.apologies.letter(assessmentId, 'nobody')).rejects.toMatchObject({ code: 'proposal_not_found' });
  });
});

test('a contact who opted out is not named', async () => {
  const { offerId, customerId } = await seedOffer();
  await rows(desk.db.database.tx, 'update contact set opted_out = true where customer_id = $1', [customerId]);
  expect(wordsOf((await desk.letters.offerLetter(offerId)).pdf)).not.toContain('Lefèvre');
  const contact = { customer_id: customerId, id: customerId, email: 'z@z.example', role: 'sponsor', opted_out: false };
  await insert(desk.db.database.tx, 'contact', [{ ...contact, name: 'Ines Zanetti' }]);
  expect(wordsOf((await desk.letters.offerLetter(offerId)).pdf)).toContain('Ines Zanetti');
});

test('letters say the company’s own words from then on; which they were stands in the file; what was sent stays', async () => {
  const before = await seedOffer();
  const plainPdf = (await desk.letters.offerLetter(before.offerId)).pdf;
  const own = { opening: '{customer}, sorry for {date}.\nTruly.', proposal: 'For {people} people:', closing: 'Stay.' };
  const texts = { en: { goodwill: own }, fr: { goodwill: own } };
  const kept = await desk.texts.put(texts, 0, ANNE);
  expect(kept).toMatchObject({ version: 1, updatedBy: ANNE.id });
  const { pdf } = await desk.letters.offerLetter(before.offerId);
  const words = wordsOf(pdf);
  expect(words).toContain('16 septembre 2020.');
  expect(words).toContain('Truly.');
  expect(words).toContain('Stay.');
  expect(words).toMatch(/For \d+ people:/);
  expect(words).not.toContain('nos excuses.');
  expect(wordsOf(plainPdf)).toContain('nos excuses.');
  expect(pdf.toString('latin1')).toContain('own texts 1');
  await expect(desk.texts.put({ en: { apology: { opening: '{amount}' } } }, 1, ANNE)).rejects.toMatchObject({
    code: 'invalid_input',
    reasons: [{ path: 'en.apology.opening', code: 'unknown_letter_field' }],
  });
  await expect(desk.texts.put({}, 0, ANNE)).rejects.toMatchObject({ code: 'version_changed' });
  for (const nature of ['goodwill', 'contractual', 'apology'] as const) {
    const sample = await desk.texts.preview('fr', nature, { fr: { [nature]: { closing: `So ${nature}.` } } });
    expect(wordsOf(sample)).toContain(`So ${nature}.`);
  }
  await desk.texts.put({}, 1, ANNE);
  expect(wordsOf((await desk.letters.offerLetter(before.offerId)).pdf)).toContain('nos excuses.');
  const [entry] = await rows<{ details: string }>(
    desk.db.database.tx,
    `select details from audit_entry where action = 'letter_texts.changed' order by sequence limit 1`,
  );
  expect((JSON.parse(entry?.details ?? '{}') as { changed?: string[] }).changed).toEqual(
    ['en', 'fr'].flatMap((locale) => Object.keys(own).map((name) => `${locale}.goodwill.${name}`)),
  );
});
