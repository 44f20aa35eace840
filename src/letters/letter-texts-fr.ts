import { formatDuration } from './format-duration.js';
import {
  formatAxisZone,
  formatDate,
  formatShortDate,
  formatSpanZone,
  isOneDay,
  formatTime,
  formatWeekday,
  formatZone,
  lastWholeDay,
} from './format-instant.js';
import { NBSP, NNBSP } from './french-spaces.js';
import { actName, actsOf, isGesture } from './letter-acts.js';
import { grants, inferredSeconds, type LetterContent, type LetterOffer } from './letter-content.js';
import type { LetterTexts } from './letter-texts.js';
import { wordActs } from './word-acts.js';

/** The letter in French, by a French hand. */
export const LETTER_TEXTS_FR: LetterTexts = {
  language: 'fr-FR',
  draftMark: 'Projet',
  draftNotice: `Projet de lettre${NBSP}: aperçu avant envoi, sans valeur.`,
  phone: (phone) => `Tél.${NBSP}${phone}`,
  attention: (contactName) => `À l’attention de ${contactName}`,
  placeAndDate: ({ sender, issuedOn, timeZone }) => {
    const date = `le ${formatDate(issuedOn, timeZone, 'fr')}`;
    return sender.city === '' ? capitalized(date) : `${sender.city}, ${date}`;
  },
  reference: (reference) => `Référence${NBSP}: ${reference}`,
  title: (content) => capitalized(subject(content)),
  subject: (content) => `Objet${NBSP}: ${subject(content)}`,
  salutation: () => 'Madame, Monsieur,',
  period,
  opening: (content) => {
    const { incident, lived } = content;
    const failed = incident.endAt === null ? 'notre service vous fait défaut' : 'notre service vous a fait défaut';
    const suffered = incident.endAt === null ? 'Vos réunions en souffrent' : 'Vos réunions en ont souffert';
    const regret = lived.rows.length === 0 ? 'Nous' : `${suffered}, et nous`;
    return `${period(content)}, ${failed}. ${regret} vous présentons nos excuses.`;
  },
  livedHeading: 'Ce que vos équipes ont vécu',
  livedColumns: ({ lived }) => ({
    effect: 'Effet',
    people: 'Personnes',
    meetings: 'Réunions',
    time: lived.measure === 'person_seconds' ? 'Temps cumulé des personnes' : 'Temps à l’horloge',
  }),
  impactClass: {
    unable_to_join: 'Accès impossible',
    media_loss: 'Perte du son ou de l’image',
    interactivity_loss: 'Perte d’interactivité',
    degraded: 'Service dégradé',
  },
  total: 'Total',
  livedNote: (content) => {
    const once =
      'Chaque personne, chaque réunion et chaque instant ne comptent qu’une fois, au titre de l’effet le plus grave.';
    const inferred = inferredSeconds(content.lived);
    if (inferred === 0) return once;
    const basis = 'd’après l’horaire de vos réunions et les connexions qui ont suivi, faute de trace directe';
    return `${once} Ce temps comprend une part estimée (${formatDuration(inferred)}) ${basis}.`;
  },
  timelineCaption: ({ incident: { startAt, endAt }, timeZone }) => {
    const from = formatDate(startAt, timeZone, 'fr');
    const until = formatDate(endAt ?? startAt, timeZone, 'fr');
    const days = from === until ? from : `${from} au ${until}`;
    return `Chronologie du ${days}, ${formatAxisZone(startAt, endAt, timeZone, 'fr')}`;
  },
  timelineWindows: 'Notre service',
  timelineMeetings: 'Vos réunions',
  otherComponents: 'Autres composants',
  windowState: (label, state) => `${label}${NBSP}: ${state === 'lost' ? 'panne' : 'dégradation'}`,
  timelineAlt: (content, rows) => {
    const time = (instant: Date) => moment(instant, content);
    const said = rows.map(({ label, spans, moreSpans }) => {
      const each = spans.map(({ startAt, endAt }) =>
        endAt === null ? `à partir de ${time(startAt)}` : `de ${time(startAt)} à ${time(endAt)}`,
      );
      const more = moreSpans > 0 ? [moreSpans === 1 ? 'et une autre période' : `et ${moreSpans} autres périodes`] : [];
      return `${label}, ${[...each, ...more].join(', ')}`;
    });
    return `Chronologie. ${said.join(`${NNBSP}; `)}.`;
  },
  proposalHeading: (content) => {
    if (content.kind === 'apology') return 'Pourquoi cette lettre';
    return wordActs(content.offer, 'fr').heading;
  },
  proposal: (content) => {
    if (content.kind === 'apology') {
      return (
        'Cette lettre ne comporte pas de proposition financière. Nous tenions à vous rendre compte de ce qui s’est ' +
        'passé, chiffres à l’appui, et à vous dire nos regrets.'
      );
    }
    return wordActs(content.offer, 'fr').proposal;
  },
  proposalColumns: { line: 'Détail', amount: 'Montant', quantity: 'Quantité', given: 'Montant ou quantité' },
  answer: (content) => {
    const isOpen = content.kind === 'offer' && !grants(content);
    const purpose = isOpen ? 'Pour l’accepter, ou pour toute question,' : 'Pour toute question,';
    const ask = `${purpose} ${contactWays(content)}, en rappelant la référence ${content.reference}.`;
    const figures =
      'Si ces chiffres diffèrent de ce que vous avez constaté, dites-le-nous, nous les reprendrons avec vous.';
    const valid = content.kind === 'offer' ? `${validity(content, content.offer)} ` : '';
    return `${valid}${ask}${content.lived.rows.length === 0 ? '' : ` ${figures}`}`;
  },
  answerOnline: (content) =>
    grants(content)
      ? 'Pour la consulter ou poser une question en ligne, sans compte, flashez ce code ou ouvrez cette adresse :'
      : 'Pour répondre en ligne, sans compte, flashez ce code ou ouvrez cette adresse :',
  answerCode: 'Code QR de l’adresse où répondre en ligne',
  closing: () => 'Nous vous prions d’agréer, Madame, Monsieur, l’expression de nos salutations distinguées.',
  legal: (content) => {
    const paper = 'Cette lettre n’est ni une facture ni un avoir';
    const apart = 'Elle ne vaut pas reconnaissance de responsabilité et ne modifie pas votre contrat.';
    if (content.kind === 'apology') return `${paper}. ${apart}`;
    if (isGesture(content.offer)) {
      return (
        `Ce geste commercial est consenti à titre exceptionnel${NNBSP}; il ne vaut pas reconnaissance de responsabilité et ` +
        `ne modifie pas votre contrat. ${paper}.`
      );
    }
    const names = actsOf(content.offer).map(actName);
    const gesture = names.includes('goodwill') ? 'Le geste commercial est consenti à titre exceptionnel. ' : '';
    const later = names.includes('credit') ? `${NNBSP}; l’avoir vous parviendra avec une prochaine facture` : '';
    return `${gesture}${paper}${later}. ${apart}`;
  },
  page: (reference, page, pages) => `Réf. ${reference} · page${NBSP}${page}/${pages}`,
};

function subject(content: LetterContent): string {
  const incident = `l’incident du ${formatDate(content.incident.startAt, content.timeZone, 'fr')}`;
  if (content.kind === 'apology') return `nos excuses pour ${incident}`;
  return `${wordActs(content.offer, 'fr').name} à la suite de ${incident}`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function validity({ issuedOn, timeZone }: LetterContent, offer: LetterOffer): string {
  const { validUntil, isGranted } = offer;
  if (isGranted === true) {
    const what = isGesture(offer) ? 'ce geste commercial vous est accordé' : 'cette proposition vous est accordée';
    return `Vous n’avez rien à faire${NBSP}: ${what} sans que vous ayez à l’accepter.`;
  }
  const what = isGesture(offer) ? 'Ce geste commercial vous est proposé' : 'Cette proposition est valable';
  const day = lastWholeDay(issuedOn, validUntil, timeZone);
  if (day !== null) return `${what} jusqu’au ${formatDate(day, timeZone, 'fr')} inclus.`;
  const end = `${formatDate(validUntil, timeZone, 'fr')} à ${formatTime(validUntil, timeZone, 'fr')}`;
  return `${what} jusqu’au ${end} (${formatZone(validUntil, timeZone, 'fr')}).`;
}

function contactWays({ sender }: LetterContent): string {
  const ways: string[] = [];
  if (sender.email !== '') ways.push(`écrivez à ${sender.email}`);
  if (sender.phone !== '') ways.push(`appelez le ${sender.phone.replaceAll(' ', NBSP)}`);
  return ways.join(' ou ');
}

/** `Le mercredi 16 septembre 2020, de 14 h 49 à 15 h 09 (heure de Paris)`, or across days, or without an end. */
function period({ incident: { startAt, endAt }, timeZone }: LetterContent): string {
  const zone = formatSpanZone(startAt, endAt, timeZone, 'fr');
  const day = formatWeekday(startAt, timeZone, 'fr');
  const from = formatTime(startAt, timeZone, 'fr');
  if (endAt === null) return `Depuis le ${day} à ${from} (${zone})`;
  const until = formatTime(endAt, timeZone, 'fr');
  if (isOneDay(startAt, endAt, timeZone)) {
    return `Le ${day}, de ${from} à ${until} (${zone})`;
  }
  return `Du ${day} à ${from} au ${formatWeekday(endAt, timeZone, 'fr')} à ${until} (${zone})`;
}

/** A time of day, with its date where the incident has more than one. */
function moment(instant: Date, { incident: { startAt, endAt }, timeZone }: LetterContent): string {
  const time = formatTime(instant, timeZone, 'fr');
  return endAt === null || isOneDay(startAt, endAt, timeZone)
    ? time
    : `${time} le ${formatShortDate(instant, timeZone, 'fr')}`;
}
