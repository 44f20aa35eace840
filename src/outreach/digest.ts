import type { DigestRow } from './follow-through.sql.js';

/** A digest in words; the cases are the most urgent of `total`. */
export type DigestWords = { readonly subject: string; readonly body: string };

type Locale = 'fr' | 'en';
type Flag = 'isEscalated' | 'isDue' | 'isAnswered' | 'isExpiring' | 'hasUnknownMail';

const FLAGS: Readonly<Record<Locale, readonly (readonly [Flag, string])[]>> = {
  fr: [
    ['isEscalated', 'attend depuis trop longtemps'],
    ['isDue', 'action prévue'],
    ['isAnswered', 'le client a répondu'],
    ['isExpiring', 'l’offre expire bientôt'],
    ['hasUnknownMail', 'un e-mail est peut-être parti'],
  ],
  en: [
    ['isEscalated', 'has waited for too long'],
    ['isDue', 'next action due'],
    ['isAnswered', 'the customer answered'],
    ['isExpiring', 'the offer expires soon'],
    ['hasUnknownMail', 'an e-mail may or may not have left'],
  ],
};

const TITLE: Readonly<Record<Locale, (total: number, day: string) => string>> = {
  fr: (total, day) => `${total} ${total === 1 ? 'dossier à suivre' : 'dossiers à suivre'} le ${day}`,
  en: (total, day) => `${total} ${total === 1 ? 'case' : 'cases'} to look at on ${day}`,
};

const LINK: Readonly<Record<Locale, string>> = { fr: 'La liste complète :', en: 'The whole list:' };

/** The digest of one person's cases on a day: each with why it stands there. `publicUrl` leads to the list. */
export function digestOf(
  rows: readonly DigestRow[],
  total: number,
  { day, locale, publicUrl }: { readonly day: string; readonly locale: Locale; readonly publicUrl: string | null },
): DigestWords {
  const lines = rows.map((row) => {
    const why = FLAGS[locale].filter(([flag]) => row[flag]).map(([, words]) => words);
    const action = row.nextAction === null ? '' : ` — ${oneLine(row.nextAction)}`;
    return `• ${oneLine(row.customerName)} (${oneLine(row.incidentTitle)}): ${why.join(', ')}${action}`;
  });
  const subject = TITLE[locale](total, day);
  const link = publicUrl === null ? [] : ['', LINK[locale], publicUrl];
  return { subject, body: [...lines, ...link].join('\n') };
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\s]+/gu, ' ').trim();
}
