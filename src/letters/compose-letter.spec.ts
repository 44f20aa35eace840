import { describe, expect, test } from '@jest/globals';
import { composeLetter, incidentStartAt, type LetterSource, type LetterTerms } from './compose-letter.js';
import { letterFaults } from './letter-content.js';
import { wordLetter } from './word-letter.js';

const at = (time: string) => new Date(`2020-09-16T${time}:00Z`);
const none = { unable_to_join: 0, media_loss: 0, interactivity_loss: 0, degraded: 0 };

const SOURCE: LetterSource = {
  customerId: 'c',
  customerExternalId: 'ACME',
  customerName: 'Acme SA',
  timeZone: 'Europe/Paris',
  locale: 'fr-CH',
  contactName: 'Élodie Lefèvre',
  incidentId: 'i',
  incidentTitle: 'Panne',
  incidentTimeZone: 'Europe/Paris',
  descriptions: { fr: 'En français.', en: 'In English.' },
  assessmentId: 'a',
  windows: [
    {
      component: 'Application',
      startsAt: at('12:49'),
      endsAt: at('13:09'),
      capabilities: { view: 'degraded', join: 'lost' },
    },
    { component: 'Temps réel', startsAt: at('11:53'), endsAt: at('12:49'), capabilities: { interact: 'degraded' } },
  ],
  lived: {
    people: { ...none, unable_to_join: 3 },
    meetings: { ...none, unable_to_join: 1, degraded: 2 },
    personSeconds: { ...none, unable_to_join: 3060, degraded: 600 },
    inferredPersonSeconds: 1020,
  },
  affected: {
    unable_to_join: [{ startAt: at('12:52'), endAt: at('13:09') }],
    media_loss: [],
    interactivity_loss: [],
    degraded: [],
  },
};

const TERMS: LetterTerms = {
  sender: {
    name: 'Réunions & Cie',
    addressLines: [],
    city: 'Paris',
    email: 'success@reunions.example',
    phone: '',
    signatoryName: 'Camille Laurent',
    signatoryTitle: '',
    legalLine: '',
  },
  taxBasis: null,
  logo: null,
  reference: 'AM-2020-0916-K7Q3-XM4R',
  issuedOn: at('16:00'),
  isDraft: false,
  offer: {
    amountMinor: 5000,
    currency: 'EUR',
    isGranted: false,
    otherOffers: [],
    lines: [
      {
        code: 'fixed_amount',
        text: { fr: 'Accès impossible', en: 'Unable to join' },
        inputs: {},
        amountMinor: 5000,
        kind: 'goodwill',
        nature: 'credit',
        taxTreatment: 'price_reduction',
      },
    ],
    validUntil: new Date('2020-10-16T22:00:00Z'),
  },
};

const compose = (source: Partial<LetterSource> = {}, terms: Partial<LetterTerms> = {}) =>
  composeLetter({ ...SOURCE, ...source }, { ...TERMS, ...terms });

test('an offer is told in the language and zone of the customer, and can be sent as it is', () => {
  const content = compose();
  expect(letterFaults(content)).toEqual([]);
  expect(content).toMatchObject({
    kind: 'offer',
    locale: 'fr',
    timeZone: 'Europe/Paris',
    customer: { name: 'Acme SA', contactName: 'Élodie Lefèvre' },
    incident: { description: 'En français.', startAt: at('11:53'), endAt: at('13:09') },
    offer: {
      amount: { amountMinor: 5000, currency: 'EUR' },
      lines: [{ text: 'Accès impossible', kind: 'goodwill', nature: 'credit', taxTreatment: 'price_reduction' }],
    },
  });
  expect(content.offer).not.toHaveProperty('taxBasis');
  expect(compose({}, { taxBasis: 'net' }).offer).toMatchObject({ taxBasis: 'net' });
  expect(compose({ locale: 'de' })).toMatchObject({ locale: 'en', offer: { lines: [{ text: 'Unable to join' }] } });
});

test('without an offer it is an apology', () => {
  const content = compose({}, { offer: null });
  expect(content.kind).toBe('apology');
  expect(letterFaults(content)).toEqual([]);
});

test('a window is lost when any capability is, and goes by its component’s name', () => {
  expect(compose().incident.windows.map(({ label, state }) => `${label} ${state}`)).toEqual([
    'Application lost',
    'Temps réel degraded',
  ]);
});

test('an incident with a window that goes on has no end', () => {
  const windows = SOURCE.windows.map((window, index) => (index === 1 ? { ...window, endsAt: null } : window));
  expect(compose({ windows }).incident.endAt).toBeNull();
});

test('each class that anything was lived in has a row, and inference belongs to the door', () => {
  expect(compose().lived).toEqual({
    measure: 'person_seconds',
    rows: [
      { class: 'unable_to_join', people: 3, meetings: 1, seconds: 3060, inferredSeconds: 1020 },
      { class: 'degraded', people: 0, meetings: 2, seconds: 600, inferredSeconds: 0 },
    ],
  });
  expect(compose({ lived: null }).lived.rows).toEqual([]);
});

describe('the incident is described', () => {
  test.each([
    ['fr', { fr: 'F', en: 'E' }, 'F'],
    ['fr', { en: 'E' }, 'E'],
    ['en', { fr: 'F' }, 'F'],
    ['en', {}, 'Panne'],
  ])('to %s with %j as %s', (locale, descriptions, description) => {
    expect(compose({ locale, descriptions }).incident.description).toBe(description);
  });
});

describe('while nobody has said who writes', () => {
  test('a draft shows an invented sender and is marked', () => {
    const content = compose({}, { sender: null, isDraft: true });
    expect(content.sender.name).toBe('Votre société');
    expect(letterFaults(content)).toEqual([]);
    expect(wordLetter(content).draft?.mark).toBe('Projet');
    expect(compose({ locale: 'en' }, { sender: null, isDraft: true }).sender.name).toBe('Your company');
  });

  test('nothing is sent', () => {
    expect(() => compose({}, { sender: null })).toThrow(expect.objectContaining({ code: 'sender_not_set' }));
  });
});

test('without a window there is nothing to write of', () => {
  expect(() => incidentStartAt({ windows: [] })).toThrow(expect.objectContaining({ code: 'no_windows' }));
});
