import { actName, isInKind, type ActName, type LetterAct } from './letter-acts.js';
import type { ActTexts } from './word-acts.js';
import { givenText } from './format-given.js';
import { NBSP, NNBSP } from './french-spaces.js';
import type { LetterOffer } from './letter-content.js';

const NAMES: Readonly<Record<ActName, { readonly name: string; readonly heading: string; readonly its: string }>> = {
  goodwill: { name: 'geste commercial', heading: 'Notre geste commercial', its: 'Ce geste commercial' },
  credit: { name: 'avoir', heading: 'Votre avoir', its: 'Cet avoir' },
  indemnity: { name: 'indemnité', heading: 'Votre indemnité', its: 'Cette indemnité' },
  refund: { name: 'remboursement', heading: 'Votre remboursement', its: 'Ce remboursement' },
  extension: {
    name: 'prolongation de service',
    heading: 'La prolongation de votre service',
    its: 'Cette prolongation',
  },
  in_kind: { name: 'contrepartie en nature', heading: 'Votre contrepartie en nature', its: 'Cette contrepartie' },
};

/**
 * Three acts that French law tells apart: a `geste commercial` is a favour, an `avoir` lowers a price that was invoiced,
 * an `indemnité` makes good a loss and is outside VAT. None is ever named in the place of another.
 */
export const ACT_TEXTS_FR: ActTexts = {
  name: (act) => NAMES[actName(act)].name,
  heading: (act) => NAMES[actName(act)].heading,
  mixedHeading: 'Notre proposition',
  and: ' et ',
  sentence: (act, basis, isFirst) => {
    const given = `${givenText(act.given, 'fr')}${taxWords(act, basis)}`;
    const isPaid = act.nature === 'refund';
    const name = actName(act);
    switch (name) {
      case 'goodwill': {
        const lead = isFirst ? 'Pour vous marquer nos regrets, nous vous proposons' : 'Nous y ajoutons';
        return `${lead}, à titre de geste commercial, ${gift(act, given)}${purpose(act)}.`;
      }
      case 'credit':
        return `Votre contrat prévoit un avoir. Il s’élève à ${given}, à valoir sur vos prochaines factures.`;
      case 'indemnity': {
        const way = isPaid ? 'vous sera versée' : 'viendra en déduction de vos prochains règlements';
        return `Votre contrat prévoit une indemnité. Elle s’élève à ${given} et ${way}.`;
      }
      case 'refund':
        return `Votre contrat prévoit un remboursement. Il s’élève à ${given}.`;
      case 'extension':
        return `Votre contrat prévoit une prolongation de service. Elle est de ${daysText(act)}, sans frais.`;
      case 'in_kind':
        return `Votre contrat prévoit une contrepartie en nature${NBSP}: ${given}.`;
      default:
        return name satisfies never;
    }
  },
  phrase: (act) => {
    const given = givenText(act.given, 'fr');
    const name = actName(act);
    if (name === 'goodwill') return `${gift(act, given)} à titre de geste commercial`;
    if (name === 'credit') return `un avoir de ${given}`;
    return name === 'indemnity' ? `une indemnité de ${given}` : gift(act, given);
  },
  tax: (acts, basis) => {
    const [{ taxTreatment }] = acts;
    const [their, ...more] = new Set(acts.map((act) => NAMES[actName(act)].its));
    const isOne = more.length === 0;
    const subject = isOne ? their : 'Ces montants';
    switch (taxTreatment) {
      case 'price_reduction': {
        if (basis === undefined) return null;
        const reduces = isOne ? 'réduit' : 'réduisent';
        return `${subject} ${reduces} le prix de notre service${NNBSP}; la TVA sera régularisée en conséquence.`;
      }
      case 'price_reduction_net_of_tax': {
        const isNet = isOne
          ? `s’entend net de taxe${NBSP}: il ne donne`
          : `s’entendent nets de taxe${NBSP}: ils ne donnent`;
        return `${subject} ${isNet} pas lieu à régularisation de la TVA.`;
      }
      case 'indemnity': {
        const [is, change] = isOne ? ['est', 'ne modifie'] : ['sont', 'ne modifient'];
        return `${subject} ${is} hors du champ de la TVA et ${change} pas les factures déjà émises.`;
      }
      default:
        return taxTreatment satisfies never;
    }
  },
  settled: (act) => {
    const { given, nature, taxTreatment } = act;
    if (isInKind(given)) {
      if (given.unit === 'days_of_service') return 'Votre service sera prolongé d’autant.';
      return `Vous recevrez ${givenText(given, 'fr')}.`;
    }
    const isIndemnity = taxTreatment === 'indemnity';
    if (actName(act) === 'indemnity') {
      return nature === 'refund'
        ? 'L’indemnité vous sera versée.'
        : 'L’indemnité viendra en déduction d’un prochain règlement.';
    }
    if (nature === 'refund') return 'Le remboursement vous sera versé.';
    if (isIndemnity) return 'Le crédit viendra en déduction d’un prochain règlement.';
    return actName(act) === 'credit'
      ? 'L’avoir vous parviendra avec une prochaine facture.'
      : 'Le crédit figurera sur une prochaine facture.';
  },
};

/** What is given, without saying why. */
function gift({ given, nature }: LetterAct, text: string): string {
  if (!isInKind(given)) return `${nature === 'refund' ? 'un remboursement' : 'un crédit'} de ${text}`;
  return given.unit === 'days_of_service' ? `une prolongation de votre service de ${daysText({ given })}` : text;
}

function purpose({ given, nature, taxTreatment }: LetterAct): string {
  if (isInKind(given)) return given.unit === 'days_of_service' ? ', sans frais' : '';
  if (nature === 'refund') return '';
  return taxTreatment === 'indemnity'
    ? ', à déduire de vos prochains règlements'
    : ', à valoir sur vos prochaines factures';
}

function daysText({ given }: Pick<LetterAct, 'given'>): string {
  const days = isInKind(given) ? given.quantity : 0;
  return `${days}${NBSP}${days > 1 ? 'jours' : 'jour'}`;
}

/** What follows an amount; an indemnity has no tax to speak of. */
function taxWords({ given, taxTreatment }: LetterAct, basis: LetterOffer['taxBasis']): string {
  if (isInKind(given) || taxTreatment === 'indemnity') return '';
  if (taxTreatment === 'price_reduction_net_of_tax') return ' net de taxe';
  if (basis === undefined) return '';
  return basis === 'net' ? ' hors taxes' : ' toutes taxes comprises';
}
