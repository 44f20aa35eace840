import type { LetterContent } from '../../src/letters/letter-content.js';

const at = (time: string) => new Date(`2020-09-16T${time}Z`);
const GESTURE = { kind: 'goodwill', nature: 'credit', taxTreatment: 'price_reduction' } as const;
const euros = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

/** A French goodwill offer for the founding case: three effects, three lines, one page. */
export const FRENCH_OFFER = {
  kind: 'offer',
  locale: 'fr',
  timeZone: 'Europe/Paris',
  sender: {
    name: 'Réunions & Cie',
    addressLines: ['52 rue de l’Arbre-Sec', '75001 Paris'],
    city: 'Paris',
    email: 'success@reunions.example',
    phone: '01 84 17 00 00',
    signatoryName: 'Camille Laurent',
    signatoryTitle: 'Directrice de la relation client',
    legalLine: 'Réunions & Cie SAS au capital de 100 000 €, RCS Paris 520 000 000.',
  },
  customer: {
    name: 'Müller & Søn AG',
    contactName: 'Mme Élodie Lefèvre',
    addressLines: ['Service achats', '12 boulevard Saint-Germain', '75005 Paris'],
  },
  reference: 'AM-2020-0042',
  issuedOn: new Date('2020-09-17T08:00:00Z'),
  incident: {
    title: 'Interruption de l’application',
    description:
      'Les serveurs qui hébergent nos bases de données ont manqué de mémoire et ont cessé de répondre ; les personnes ' +
      'déjà en réunion ont gardé le son et l’image, mais ne pouvaient plus voter, publier ni changer de page.',
    startAt: at('11:53:00'),
    endAt: at('13:27:00'),
    windows: [
      { label: 'Application', startAt: at('11:53:00'), endAt: at('12:49:00'), state: 'degraded' },
      { label: 'Application', startAt: at('12:49:00'), endAt: at('13:09:00'), state: 'lost' },
      { label: 'Temps réel', startAt: at('13:09:00'), endAt: at('13:27:00'), state: 'degraded' },
    ],
  },
  lived: {
    measure: 'person_seconds',
    rows: [
      { class: 'degraded', people: 5, meetings: 1, seconds: 4_020, inferredSeconds: 0 },
      { class: 'unable_to_join', people: 14, meetings: 3, seconds: 13_260, inferredSeconds: 1_200 },
      { class: 'interactivity_loss', people: 22, meetings: 2, seconds: 19_210, inferredSeconds: 0 },
    ],
  },
  affected: {
    unable_to_join: [{ startAt: at('12:52:00'), endAt: at('13:09:00') }],
    interactivity_loss: [{ startAt: at('12:49:00'), endAt: at('13:09:00') }],
    degraded: [
      { startAt: at('12:12:00'), endAt: at('12:49:00') },
      { startAt: at('13:09:00'), endAt: at('13:27:00') },
    ],
  },
  isDraft: false,
  offer: {
    amount: euros(124_000),
    validUntil: new Date('2020-10-16T22:00:00Z'),
    taxBasis: 'net',
    lines: [
      { text: 'Accès impossible : 14 personnes à 50,00 €', amount: euros(70_000), ...GESTURE },
      { text: 'Perte d’interactivité : 22 personnes à 20,00 €', amount: euros(44_000), ...GESTURE },
      { text: 'Service dégradé : 5 personnes à 20,00 €', amount: euros(10_000), ...GESTURE },
    ],
  },
} as const satisfies LetterContent;

/** The same outage told to an English customer. */
export const ENGLISH_OFFER = {
  ...FRENCH_OFFER,
  locale: 'en',
  timeZone: 'Europe/London',
  customer: { name: 'Kappa & Sons Ltd', contactName: 'Ms Harriet O’Neill', addressLines: ['4 Bishopsgate', 'London'] },
  incident: {
    ...FRENCH_OFFER.incident,
    title: 'Application outage',
    description: 'The servers that host our databases ran out of memory and stopped answering.',
  },
  offer: {
    ...FRENCH_OFFER.offer,
    amount: { amountMinor: 124_000, currency: 'GBP' },
    lines: [{ text: 'Unable to join: 14 people', amount: { amountMinor: 124_000, currency: 'GBP' }, ...GESTURE }],
  },
} as const satisfies LetterContent;

const { offer: _, ...facts } = FRENCH_OFFER;

/** A French apology: one effect, nothing offered. */
export const FRENCH_APOLOGY = {
  ...facts,
  kind: 'apology',
  lived: {
    measure: 'clock_seconds',
    rows: [{ class: 'degraded', people: 2, meetings: 1, seconds: 1_110, inferredSeconds: 0 }],
  },
  affected: { degraded: [{ startAt: at('12:12:00'), endAt: at('12:30:30') }] },
} as const satisfies LetterContent;
