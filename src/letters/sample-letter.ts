import type { Money } from '../kernel/money.js';
import type { LetterContent, LetterLocale, LetterSender } from './letter-content.js';

const SENT_AT = new Date('2020-09-17T08:00:00Z');
const VALID_UNTIL = new Date('2020-10-16T22:00:00Z');
const at = (time: string): Date => new Date(`2020-09-16T${time}Z`);
const GESTURE = { kind: 'goodwill', nature: 'credit', taxTreatment: 'price_reduction' } as const;
const euros = (amountMinor: number): Money => ({ amountMinor, currency: 'EUR' });

type Words = {
  readonly customer: string;
  readonly contact: string;
  readonly title: string;
  readonly description: string;
  readonly application: string;
  readonly realTime: string;
  readonly lines: readonly [string, string];
};

const WORDS: Readonly<Record<LetterLocale, Words>> = {
  fr: {
    customer: 'Société Exemple',
    contact: 'Mme Anne Martin',
    title: 'Interruption de l’application',
    description:
      'Les serveurs qui hébergent nos bases de données ont manqué de mémoire et ont cessé de répondre ; les personnes ' +
      'déjà en réunion ont gardé le son et l’image, mais ne pouvaient plus voter ni publier.',
    application: 'Application',
    realTime: 'Temps réel',
    lines: ['Accès impossible : 14 personnes à 10,00 €', 'Perte d’interactivité : 20 personnes à 5,00 €'],
  },
  en: {
    customer: 'Example Ltd',
    contact: 'Ms Anne Martin',
    title: 'Application outage',
    description:
      'The servers that host our databases ran out of memory and stopped answering; people already in a meeting kept ' +
      'sound and picture, but could no longer vote or post.',
    application: 'Application',
    realTime: 'Real time',
    lines: ['Unable to join: 14 people at €10.00', 'Interactivity lost: 20 people at €5.00'],
  },
};

const LIVED: LetterContent['lived'] = {
  measure: 'person_seconds',
  rows: [
    { class: 'unable_to_join', people: 14, meetings: 3, seconds: 13_260, inferredSeconds: 1_200 },
    { class: 'interactivity_loss', people: 20, meetings: 2, seconds: 19_210, inferredSeconds: 0 },
  ],
};
const AFFECTED: LetterContent['affected'] = {
  unable_to_join: [{ startAt: at('12:52:00'), endAt: at('13:09:00') }],
  interactivity_loss: [{ startAt: at('12:49:00'), endAt: at('13:09:00') }],
};

/** A letter about nobody, so that a sender can be seen on paper before it is kept. It is marked as a draft. */
export function sampleLetter(
  locale: LetterLocale,
  sender: LetterSender,
  taxBasis: 'net' | 'gross' | null,
): LetterContent {
  const words = WORDS[locale];
  const [refused, lost] = words.lines;
  return {
    kind: 'offer',
    locale,
    timeZone: 'Europe/Paris',
    sender,
    customer: { name: words.customer, contactName: words.contact },
    reference: 'AM-2020-0916-0000-0000',
    issuedOn: SENT_AT,
    incident: incidentOf(words),
    lived: LIVED,
    affected: AFFECTED,
    isDraft: true,
    offer: {
      amount: euros(24_000),
      validUntil: VALID_UNTIL,
      ...(taxBasis === null ? {} : { taxBasis }),
      lines: [
        { text: refused, amount: euros(14_000), ...GESTURE },
        { text: lost, amount: euros(10_000), ...GESTURE },
      ],
    },
  };
}

function incidentOf({ title, description, application, realTime }: Words): LetterContent['incident'] {
  return {
    title,
    description,
    startAt: at('11:53:00'),
    endAt: at('13:27:00'),
    windows: [
      { label: application, startAt: at('11:53:00'), endAt: at('12:49:00'), state: 'degraded' },
      { label: application, startAt: at('12:49:00'), endAt: at('13:09:00'), state: 'lost' },
      { label: realTime, startAt: at('13:09:00'), endAt: at('13:27:00'), state: 'degraded' },
    ],
  };
}
