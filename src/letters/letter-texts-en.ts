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
import { NBSP } from './french-spaces.js';
import { actsOf, isGesture } from './letter-acts.js';
import { grants, inferredSeconds, type LetterContent, type LetterOffer } from './letter-content.js';
import type { LetterTexts } from './letter-texts.js';
import { wordActs } from './word-acts.js';

/** The letter in English, as a British company would write it. */
export const LETTER_TEXTS_EN: LetterTexts = {
  language: 'en-GB',
  draftMark: 'Draft',
  draftNotice: 'Draft letter: a preview, not sent and not binding.',
  phone: (phone) => `Tel. ${phone}`,
  attention: (contactName) => `For the attention of ${contactName}`,
  placeAndDate: ({ sender, issuedOn, timeZone }) => {
    const date = formatDate(issuedOn, timeZone, 'en');
    return sender.city === '' ? date : `${sender.city}, ${date}`;
  },
  reference: (reference) => `Our reference: ${reference}`,
  title: (content) => subject(content),
  subject: (content) => subject(content),
  salutation: ({ customer }) => (customer.contactName ? `Dear ${customer.contactName},` : 'Dear Sir or Madam,'),
  period,
  opening: (content) => {
    const { incident, lived } = content;
    const failed = incident.endAt === null ? 'our service has been letting you down' : 'our service let you down';
    const suffered = incident.endAt === null ? 'Your meetings are suffering for it' : 'Your meetings suffered for it';
    const regret = lived.rows.length === 0 ? 'We' : `${suffered}, and we`;
    return `${period(content)}, ${failed}. ${regret} are sorry.`;
  },
  livedHeading: 'What your people lived through',
  livedColumns: ({ lived }) => ({
    effect: 'Effect',
    people: 'People',
    meetings: 'Meetings',
    time: lived.measure === 'person_seconds' ? 'People’s time, added up' : 'Time by the clock',
  }),
  impactClass: {
    unable_to_join: 'Unable to join',
    media_loss: 'Sound or picture lost',
    interactivity_loss: 'Interactivity lost',
    degraded: 'Degraded service',
  },
  total: 'Total',
  livedNote: (content) => {
    const once = 'Each person, each meeting and each moment counts once, under its most serious effect.';
    const inferred = inferredSeconds(content.lived);
    if (inferred === 0) return once;
    const basis = 'from your meetings’ schedules and from who connected afterwards, for want of a direct trace';
    return `${once} This time includes an estimated part (${formatDuration(inferred)}), worked out ${basis}.`;
  },
  timelineCaption: ({ incident: { startAt, endAt }, timeZone }) => {
    const from = formatDate(startAt, timeZone, 'en');
    const until = formatDate(endAt ?? startAt, timeZone, 'en');
    const days = from === until ? `of ${from}` : `from ${from} to ${until}`;
    return `Timeline ${days}, ${formatAxisZone(startAt, endAt, timeZone, 'en')}`;
  },
  timelineWindows: 'Our service',
  timelineMeetings: 'Your meetings',
  otherComponents: 'Other components',
  windowState: (label, state) => `${label}: ${state === 'lost' ? 'down' : 'degraded'}`,
  timelineAlt: (content, rows) => {
    const time = (instant: Date) => moment(instant, content);
    const said = rows.map(({ label, spans, moreSpans }) => {
      const each = spans.map(({ startAt, endAt }) =>
        endAt === null ? `from ${time(startAt)} on` : `${time(startAt)} to ${time(endAt)}`,
      );
      const more = moreSpans > 0 ? [moreSpans === 1 ? 'and one more period' : `and ${moreSpans} more periods`] : [];
      return `${label}, ${[...each, ...more].join(', ')}`;
    });
    return `Timeline. ${said.join('; ')}.`;
  },
  proposalHeading: (content) => {
    if (content.kind === 'apology') return 'Why we are writing';
    return wordActs(content.offer, 'en').heading;
  },
  proposal: (content) => {
    if (content.kind === 'apology') {
      return (
        'This letter makes no financial proposal. We wanted to account to you for what happened, with the figures, ' +
        'and to tell you that we regret it.'
      );
    }
    return wordActs(content.offer, 'en').proposal;
  },
  proposalColumns: { line: 'Detail', amount: 'Amount', quantity: 'Quantity', given: 'Amount or quantity' },
  answer: (content) => {
    const isOpen = content.kind === 'offer' && !grants(content);
    const purpose = isOpen ? 'To accept it, or with any question,' : 'With any question,';
    const ask = `${purpose} please ${contactWays(content)}, quoting reference ${content.reference}.`;
    const figures = 'If these figures differ from what you saw, tell us and we will go through them with you.';
    const valid = content.kind === 'offer' ? `${validity(content, content.offer)} ` : '';
    return `${valid}${ask}${content.lived.rows.length === 0 ? '' : ` ${figures}`}`;
  },
  answerOnline: (content) =>
    grants(content)
      ? 'To see it online or ask a question, without an account, scan this code or open this address:'
      : 'To answer online, without an account, scan this code or open this address:',
  answerCode: 'QR code of the address where you can answer online',
  closing: ({ customer }) => (customer.contactName ? 'Yours sincerely,' : 'Yours faithfully,'),
  legal: (content) => {
    const paper = 'This letter is neither an invoice nor a credit note';
    const apart = 'It is not an admission of liability and does not change your contract.';
    if (content.kind === 'apology') return `${paper}. ${apart}`;
    if (isGesture(content.offer)) return `This goodwill gesture is exceptional. ${apart} ${paper}.`;
    const hasGesture = actsOf(content.offer).some(({ kind }) => kind === 'goodwill');
    return `${hasGesture ? 'The goodwill gesture is exceptional. ' : ''}${paper}. ${apart}`;
  },
  page: (reference, page, pages) => `Ref. ${reference} · page ${page}/${pages}`,
};

function subject(content: LetterContent): string {
  const incident = `Incident of ${formatDate(content.incident.startAt, content.timeZone, 'en')}`;
  if (content.kind === 'apology') return `${incident}: our apologies`;
  return `${incident}: ${wordActs(content.offer, 'en').name}`;
}

function validity({ issuedOn, timeZone }: LetterContent, offer: LetterOffer): string {
  const { validUntil, isGranted } = offer;
  if (isGranted === true) return 'There is nothing for you to do: we grant it without your having to accept it.';
  const what = isGesture(offer) ? 'This gesture is open to you' : 'This offer is open to you';
  const day = lastWholeDay(issuedOn, validUntil, timeZone);
  if (day !== null) return `${what} until ${formatDate(day, timeZone, 'en')} inclusive.`;
  const end = `${formatTime(validUntil, timeZone, 'en')} on ${formatDate(validUntil, timeZone, 'en')}`;
  return `${what} until ${end} (${formatZone(validUntil, timeZone, 'en')}).`;
}

function contactWays({ sender }: LetterContent): string {
  const ways: string[] = [];
  if (sender.email !== '') ways.push(`write to ${sender.email}`);
  if (sender.phone !== '') ways.push(`call ${sender.phone.replaceAll(' ', NBSP)}`);
  return ways.join(' or ');
}

/** `On Wednesday 16 September 2020, from 14:49 to 15:09 (Paris time)`, or across days, or without an end. */
function period({ incident: { startAt, endAt }, timeZone }: LetterContent): string {
  const zone = formatSpanZone(startAt, endAt, timeZone, 'en');
  const day = formatWeekday(startAt, timeZone, 'en');
  const from = formatTime(startAt, timeZone, 'en');
  if (endAt === null) return `Since ${day} at ${from} (${zone})`;
  const until = formatTime(endAt, timeZone, 'en');
  if (isOneDay(startAt, endAt, timeZone)) {
    return `On ${day}, from ${from} to ${until} (${zone})`;
  }
  return `From ${day} at ${from} to ${formatWeekday(endAt, timeZone, 'en')} at ${until} (${zone})`;
}

/** A time of day, with its date where the incident has more than one. */
function moment(instant: Date, { incident: { startAt, endAt }, timeZone }: LetterContent): string {
  const time = formatTime(instant, timeZone, 'en');
  return endAt === null || isOneDay(startAt, endAt, timeZone)
    ? time
    : `${time} on ${formatShortDate(instant, timeZone, 'en')}`;
}
