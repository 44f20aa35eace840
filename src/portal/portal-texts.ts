import type { LetterLocale } from '../letters/letter-content.js';

/** What the page says beside the words of the letter. */
export type PortalTexts = {
  readonly language: string;
  readonly otherLocale: LetterLocale;
  readonly otherName: string;
  readonly forCustomer: string;
  readonly reference: string;
  readonly incident: string;
  readonly letter: string;
  readonly breakdown: string;
  readonly yourAnswer: string;
  readonly accept: string;
  readonly acceptHint: string;
  readonly name: string;
  readonly role: string;
  readonly confirmed: string;
  readonly acceptButton: string;
  readonly decline: string;
  readonly reason: string;
  readonly declineButton: string;
  readonly question: string;
  readonly questionHint: string;
  readonly text: string;
  readonly questionButton: string;
  readonly asked: string;
  readonly acceptedOn: (when: string, by: string | null) => string;
  readonly acceptedNext: string;
  readonly grantedOn: (when: string) => string;
  readonly declinedOn: (when: string) => string;
  readonly declinedNext: string;
  readonly changed: string;
  readonly faultsHeading: string;
  readonly faults: {
    readonly required: string;
    readonly tooLong: string;
    readonly notPlain: string;
    readonly notConfirmed: string;
  };
};

const FR: PortalTexts = {
  language: 'Langue',
  otherLocale: 'en',
  otherName: 'English',
  forCustomer: 'À l’attention de',
  reference: 'Référence',
  incident: 'Ce qui s’est passé',
  letter: 'Lire la lettre (PDF)',
  breakdown: 'Détail de la proposition',
  yourAnswer: 'Votre réponse',
  accept: 'Accepter',
  acceptHint: 'Nous confirmerons votre accord par courriel au contact que nous connaissons chez vous.',
  name: 'Votre nom',
  role: 'Votre fonction',
  confirmed: 'J’ai lu cette proposition et je suis en droit de l’accepter au nom de',
  acceptButton: 'Accepter la proposition',
  decline: 'Refuser',
  reason: 'Pour quelle raison ?',
  declineButton: 'Refuser la proposition',
  question: 'Poser une question',
  questionHint: 'Votre question arrive à la personne qui suit votre dossier. Elle n’accepte ni ne refuse rien.',
  text: 'Votre question',
  questionButton: 'Envoyer la question',
  asked: 'Votre question nous est parvenue. Nous vous répondrons.',
  acceptedOn: (when, by) => `La proposition a été acceptée le ${when}${by === null ? '' : ` par ${by}`}.`,
  acceptedNext: 'Nous vous le confirmons par courriel.',
  grantedOn: (when) => `La proposition vous a été accordée le ${when}, sans que vous ayez à l’accepter.`,
  declinedOn: (when) => `La proposition a été refusée le ${when}.`,
  declinedNext: 'Si ce refus n’est pas de votre fait, posez-nous une question ci-dessous.',
  changed: 'Ce que dit cette page a changé depuis que vous l’avez ouverte. Relisez-la avant de répondre.',
  faultsHeading: 'Votre réponse n’a pas pu être prise en compte',
  faults: {
    required: 'Ce champ est à remplir.',
    tooLong: 'Ce texte est trop long.',
    notPlain: 'Ce texte contient des caractères qui ne peuvent pas être enregistrés.',
    notConfirmed: 'Cochez cette case pour accepter.',
  },
};

const EN: PortalTexts = {
  language: 'Language',
  otherLocale: 'fr',
  otherName: 'Français',
  forCustomer: 'For',
  reference: 'Reference',
  incident: 'What happened',
  letter: 'Read the letter (PDF)',
  breakdown: 'Breakdown of the offer',
  yourAnswer: 'Your answer',
  accept: 'Accept',
  acceptHint: 'We will confirm your acceptance by e-mail to the contact that we know at your company.',
  name: 'Your name',
  role: 'Your position',
  confirmed: 'I have read this offer and am entitled to accept it on behalf of',
  acceptButton: 'Accept the offer',
  decline: 'Decline',
  reason: 'For what reason?',
  declineButton: 'Decline the offer',
  question: 'Ask a question',
  questionHint: 'Your question reaches the person who looks after your case. It neither accepts nor declines anything.',
  text: 'Your question',
  questionButton: 'Send the question',
  asked: 'Your question has reached us. We will answer you.',
  acceptedOn: (when, by) => `The offer was accepted on ${when}${by === null ? '' : ` by ${by}`}.`,
  acceptedNext: 'We confirm this by e-mail.',
  grantedOn: (when) => `The offer was granted on ${when}, without your having to accept it.`,
  declinedOn: (when) => `The offer was declined on ${when}.`,
  declinedNext: 'If it was not you who declined, ask us a question below.',
  changed: 'What this page says has changed since you opened it. Please read it again before you answer.',
  faultsHeading: 'Your answer could not be recorded',
  faults: {
    required: 'Please fill this in.',
    tooLong: 'This text is too long.',
    notPlain: 'This text holds characters that cannot be recorded.',
    notConfirmed: 'Tick this box to accept.',
  },
};

const TEXTS: Readonly<Record<LetterLocale, PortalTexts>> = { fr: FR, en: EN };

/** The page's own texts in a language. */
export function portalTexts(locale: LetterLocale): PortalTexts {
  return TEXTS[locale];
}

/** The language that an address or a form names, or undefined. */
export function localeNamed(value: unknown): LetterLocale | undefined {
  return value === 'fr' || value === 'en' ? value : undefined;
}
