import type { LetterLocale } from '../letters/letter-content.js';

/** What the form for claims says. */
export type ClaimTexts = {
  readonly title: string;
  readonly opening: string;
  readonly answer: string;
  readonly privacy: string;
  readonly optional: string;
  /** Of the two of which one is needed. */
  readonly oneOf: { readonly meeting: string; readonly day: string };
  readonly send: string;
  readonly sent: string;
  readonly sentNext: string;
  readonly faultsHeading: string;
  /** Between the name of a field and what is wrong with it. */
  readonly colon: string;
  readonly fields: {
    readonly name: string;
    readonly email: string;
    readonly company: string;
    readonly meeting: string;
    readonly day: string;
    readonly time: string;
    readonly minutes: string;
    readonly reference: string;
    readonly text: string;
  };
  readonly faults: {
    readonly required: string;
    readonly tooLong: string;
    readonly notPlain: string;
    readonly notAddress: string;
    readonly notDay: string;
    readonly notTime: string;
    readonly notMinutes: string;
    readonly meetingOrDay: string;
  };
};

const FR: ClaimTexts = {
  title: 'Signaler une réunion perturbée',
  opening:
    'Une de vos réunions a été touchée par une interruption de notre service et vous n’avez pas eu de nos nouvelles ? Dites-nous laquelle, nous regarderons.',
  answer: 'Nous répondons aux contacts que nous connaissons chez le client concerné, et à personne d’autre.',
  privacy: 'Votre nom, votre adresse et vos mots ne servent qu’à traiter cette demande.',
  optional: 'facultatif',
  oneOf: { meeting: 'ou le jour', day: 'ou la réunion' },
  send: 'Envoyer la demande',
  sent: 'Merci. Votre demande est enregistrée.',
  sentNext: 'Nous l’examinons et écrivons aux contacts que nous connaissons chez le client concerné.',
  faultsHeading: 'Votre demande n’a pas pu être enregistrée',
  colon: '\u00a0: ',
  fields: {
    name: 'Votre nom',
    email: 'Votre adresse électronique',
    company: 'Votre société',
    meeting: 'La réunion (son numéro, si vous l’avez)',
    day: 'Le jour',
    time: 'Vers quelle heure',
    minutes: 'Durée de la gêne, en minutes',
    reference: 'Votre référence',
    text: 'Ce qui s’est passé',
  },
  faults: {
    required: 'Ce champ est à remplir.',
    tooLong: 'Ce texte est trop long.',
    notPlain: 'Ce texte contient des caractères qui ne peuvent pas être enregistrés.',
    notAddress: 'Écrivez une adresse, par exemple nom@societe.fr.',
    notDay: 'Écrivez un jour, par exemple 2020-09-16.',
    notTime: 'Écrivez une heure, par exemple 14:50.',
    notMinutes: 'Écrivez un nombre entier de minutes.',
    meetingOrDay: 'Indiquez le jour, ou la réunion.',
  },
};

const EN: ClaimTexts = {
  title: 'Report a disrupted meeting',
  opening:
    'One of your meetings was hit by an outage of our service and you have not heard from us? Tell us which one, and we will look.',
  answer: 'We answer to the contacts that we know at the customer concerned, and to nobody else.',
  privacy: 'Your name, address and words are only used to handle this claim.',
  optional: 'optional',
  oneOf: { meeting: 'or the day', day: 'or the meeting' },
  send: 'Send the claim',
  sent: 'Thank you. Your claim is recorded.',
  sentNext: 'We look into it and write to the contacts that we know at the customer concerned.',
  faultsHeading: 'Your claim could not be recorded',
  colon: ': ',
  fields: {
    name: 'Your name',
    email: 'Your e-mail address',
    company: 'Your company',
    meeting: 'The meeting (its number, if you have it)',
    day: 'The day',
    time: 'At about what time',
    minutes: 'For how many minutes',
    reference: 'Your reference',
    text: 'What happened',
  },
  faults: {
    required: 'Please fill this in.',
    tooLong: 'This text is too long.',
    notPlain: 'This text holds characters that cannot be recorded.',
    notAddress: 'Please write an address, such as name@company.com.',
    notDay: 'Please write a day, such as 2020-09-16.',
    notTime: 'Please write a time, such as 14:50.',
    notMinutes: 'Please write a whole number of minutes.',
    meetingOrDay: 'Please say which day, or which meeting.',
  },
};

const TEXTS: Readonly<Record<LetterLocale, ClaimTexts>> = { fr: FR, en: EN };

/** The form's texts in a language. */
export function claimTexts(locale: LetterLocale): ClaimTexts {
  return TEXTS[locale];
}
