import type { Words } from '../policies/policy-words.js';

export const REFUSAL_CODES = [
  'no_trace',
  'outside_deadline',
  'product_not_covered',
  'already_compensated',
  'nothing_owed',
  'not_recognised',
  'other',
] as const;
/** Why a claim is refused. */
export type RefusalCode = (typeof REFUSAL_CODES)[number];

const REASONS: Readonly<Record<RefusalCode, Words>> = {
  no_trace: {
    fr: 'nos relevés ne montrent aucune de vos réunions touchée par cet incident',
    en: 'our records show none of your meetings touched by this incident',
  },
  outside_deadline: {
    fr: 'votre demande nous est parvenue après le délai prévu par votre contrat',
    en: 'your claim reached us after the time that your contract allows',
  },
  product_not_covered: {
    fr: 'le service concerné n’est pas couvert par votre contrat',
    en: 'the service concerned is not covered by your contract',
  },
  already_compensated: {
    fr: 'ce temps vous a déjà été compensé',
    en: 'this time was compensated to you already',
  },
  nothing_owed: {
    fr: 'les conditions de votre contrat ne prévoient rien pour cette interruption',
    en: 'the terms of your contract give nothing for this interruption',
  },
  not_recognised: {
    fr: 'nous n’avons pas pu rapprocher votre demande d’un incident connu',
    en: 'we could not find the incident that your claim is about',
  },
  other: { fr: 'pour la raison que nous vous donnons ci-dessous', en: 'for the reason that we give below' },
};

const OPENING: Words = {
  fr: 'Vous nous avez adressé une demande après cet incident. Nous l’avons examinée et ne pouvons pas y donner suite :',
  en: 'You sent us a claim after this incident. We have looked into it and cannot grant it:',
};
const CLOSING: Words = {
  fr: 'Si vous avez d’autres éléments, répondez à ce message : nous les examinerons.',
  en: 'If you have anything to add, please answer this message and we will look at it.',
};

/** A refusal as the customer reads it, in its language: the reasons, and what somebody adds. */
export function refusalText(locale: string, reasons: readonly RefusalCode[], note: string | null): string {
  const language = /^fr(?![a-z0-9])/i.test(locale.trim()) ? 'fr' : 'en';
  const between = language === 'fr' ? ' ;\n' : ';\n';
  const listed = reasons.map((code) => `– ${REASONS[code][language]}`).join(between);
  const added = note === null || note.trim() === '' ? [] : [note.trim()];
  return [`${OPENING[language]}\n${listed}.`, ...added, CLOSING[language]].join('\n\n');
}
