import { actName, isInKind, type ActName, type LetterAct } from './letter-acts.js';
import type { ActTexts } from './word-acts.js';
import { givenText } from './format-given.js';
import { NBSP } from './french-spaces.js';
import type { LetterOffer } from './letter-content.js';

const NAMES: Readonly<Record<ActName, { readonly name: string; readonly heading: string; readonly its: string }>> = {
  goodwill: { name: 'a goodwill gesture', heading: 'Our goodwill gesture', its: 'This goodwill gesture' },
  credit: { name: 'your service credit', heading: 'Your service credit', its: 'This service credit' },
  indemnity: { name: 'your compensation', heading: 'Your compensation', its: 'This compensation' },
  refund: { name: 'your refund', heading: 'Your refund', its: 'This refund' },
  extension: { name: 'your service extension', heading: 'Your service extension', its: 'This extension' },
  in_kind: { name: 'your compensation in kind', heading: 'Your compensation in kind', its: 'This compensation' },
};

/** A goodwill gesture is a favour, a service credit lowers a price, compensation makes good a loss and is outside VAT. */
export const ACT_TEXTS_EN: ActTexts = {
  name: (act) => NAMES[actName(act)].name,
  heading: (act) => NAMES[actName(act)].heading,
  mixedHeading: 'Our offer',
  and: ' and ',
  sentence: (act, basis, isFirst) => {
    const given = `${givenText(act.given, 'en')}${taxWords(act, basis)}`;
    const name = actName(act);
    switch (name) {
      case 'goodwill': {
        const lead = isFirst
          ? 'As a gesture of goodwill, we would like to offer you'
          : 'As a gesture of goodwill, we add';
        return `${lead} ${gift(act, given)}${purpose(act)}.`;
      }
      case 'credit':
        return `Your contract provides for a service credit. It comes to ${given}, to be set against your next invoices.`;
      case 'indemnity': {
        const way = act.nature === 'refund' ? 'to be paid to you' : 'to be set off against your next payments';
        return `Your contract provides for compensation. It comes to ${given}, ${way}.`;
      }
      case 'refund':
        return `Your contract provides for a refund. It comes to ${given}.`;
      case 'extension':
        return `Your contract provides for an extension of your service. It comes to ${daysText(act)}, free of charge.`;
      case 'in_kind':
        return `Your contract provides for compensation in kind: ${given}.`;
      default:
        return name satisfies never;
    }
  },
  phrase: (act) => {
    const given = givenText(act.given, 'en');
    const name = actName(act);
    if (name === 'goodwill') return `${gift(act, given)} as a gesture of goodwill`;
    if (name === 'credit') return `a service credit of ${given}`;
    return name === 'indemnity' ? `compensation of ${given}` : gift(act, given);
  },
  tax: (acts, basis) => {
    const [{ taxTreatment }] = acts;
    const [their, ...more] = new Set(acts.map((act) => NAMES[actName(act)].its));
    const isOne = more.length === 0;
    const subject = isOne ? their : 'These amounts';
    switch (taxTreatment) {
      case 'price_reduction':
        if (basis === undefined) return null;
        return `${subject} ${isOne ? 'reduces' : 'reduce'} the price of our service; VAT will be adjusted accordingly.`;
      case 'price_reduction_net_of_tax':
        return `${subject} ${isOne ? 'is' : 'are'} net of tax: VAT will not be adjusted.`;
      case 'indemnity': {
        const [is, change] = isOne ? ['is', 'does not change'] : ['are', 'do not change'];
        return `${subject} ${is} outside the scope of VAT and ${change} invoices already issued.`;
      }
      default:
        return taxTreatment satisfies never;
    }
  },
  settled: (act) => {
    const { given, nature, taxTreatment } = act;
    if (isInKind(given)) {
      if (given.unit === 'days_of_service') return 'Your service will be extended accordingly.';
      return `You will receive ${givenText(given, 'en')}.`;
    }
    const isIndemnity = actName(act) === 'indemnity';
    if (nature === 'refund') return isIndemnity ? 'It will be paid to you.' : 'The refund will be paid to you.';
    if (isIndemnity) return 'It will be set off against one of your next payments.';
    if (taxTreatment === 'indemnity') return 'The credit will be set off against one of your next payments.';
    return 'The credit will appear on one of your next invoices.';
  },
};

/** What is given, without saying why. */
function gift({ given, nature }: LetterAct, text: string): string {
  if (!isInKind(given)) return `${nature === 'refund' ? 'a refund' : 'a credit'} of ${text}`;
  return given.unit === 'days_of_service' ? `an extension of your service by ${daysText({ given })}` : text;
}

function purpose({ given, nature, taxTreatment }: LetterAct): string {
  if (isInKind(given)) return given.unit === 'days_of_service' ? ', free of charge' : '';
  if (nature === 'refund') return '';
  return taxTreatment === 'indemnity' ? ', to be set off against your next payments' : ' against your next invoices';
}

function daysText({ given }: Pick<LetterAct, 'given'>): string {
  const days = isInKind(given) ? given.quantity : 0;
  return `${days}${NBSP}${days > 1 ? 'days' : 'day'}`;
}

/** What follows an amount; compensation has no tax to speak of. */
function taxWords({ given, taxTreatment }: LetterAct, basis: LetterOffer['taxBasis']): string {
  if (isInKind(given) || taxTreatment === 'indemnity') return '';
  if (taxTreatment === 'price_reduction_net_of_tax') return ' net of tax';
  if (basis === undefined) return '';
  return basis === 'net' ? ' excluding tax' : ' including tax';
}
