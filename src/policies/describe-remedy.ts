import { money } from '../kernel/money.js';
import { HIT_CLASSES } from './impact-class.js';
import type {
  AmountsByCurrency,
  Band,
  Compensation,
  FeeBase,
  InKindTier,
  PaidPer,
  PolicyRules,
  Remedy,
} from './policy.js';
import { CLASS_WORDS, moneyWords, NBSP, percentWords, quantityWords, type Words } from './policy-words.js';

const FEE_WORDS: Readonly<Record<FeeBase, Words>> = {
  monthly_fee: { fr: 'de l’abonnement mensuel', en: 'of the monthly fee' },
  fees_of_period: { fr: 'des abonnements de la période', en: 'of the fees of the period' },
  fees_of_previous_period: { fr: 'des abonnements de la période précédente', en: 'of the fees of the period before' },
  fee_per_user: { fr: 'de l’abonnement par personne', en: 'of the fee for a person' },
};

/** The fee that shares are taken of. */
export function feeWords({ base, percent }: PolicyRules['fee']): Words {
  const words = FEE_WORDS[base];
  if (Number(percent) === 100) return words;
  const part = percentWords(percent);
  return { fr: `de ${part.fr} ${words.fr}`, en: `of ${part.en} ${words.en}` };
}

/** A share of the fee. */
export function shareWords(percent: string, fee: PolicyRules['fee']): Words {
  const [share, whole] = [percentWords(percent), feeWords(fee)];
  return { fr: `${share.fr} ${whole.fr}`, en: `${share.en} ${whole.en}` };
}

/** Amounts in their currencies, any of which may be the contract's. */
export function amountsWords(amounts: AmountsByCurrency): Words {
  const each = Object.keys(amounts)
    .toSorted()
    .map((currency) => moneyWords(money(amounts[currency] ?? 0, currency)));
  return { fr: each.map(({ fr }) => fr).join(' ou '), en: each.map(({ en }) => en).join(' or ') };
}

/** What rules give, a sentence for each tier or class. */
export function describeRemedy({ remedy, fee }: PolicyRules): Words[] {
  switch (remedy.type) {
    case 'tiers':
      return remedy.tiers.map((tier) => bandSentence(tier, shareWords(tier.percent, fee)));
    case 'linear':
      return [linearSentence(remedy, fee)];
    case 'step': {
      const [target, per, share] = [
        percentWords(remedy.target),
        percentWords(remedy.per),
        shareWords(remedy.percent, fee),
      ];
      return [
        {
          fr: `Par ${per.fr} sous ${target.fr}${remedy.round === 'up' ? ', même entamé' : ' entier'}${NBSP}: ${share.fr}.`,
          en: `For each ${per.en} below ${target.en}${remedy.round === 'up' ? ', or part of it' : ''}: ${share.en}.`,
        },
      ];
    }
    case 'fixed':
      return fixedSentences(remedy, fee);
    case 'in_kind':
      return inKindSentences(remedy);
    default:
      return remedy satisfies never;
  }
}

function bandSentence({ gte, lt }: Band, given: Words): Words {
  const [from, below] = [percentWords(gte), percentWords(lt)];
  return Number(gte) === 0
    ? {
        fr: `Disponibilité de moins de ${below.fr}${NBSP}: ${given.fr}.`,
        en: `Availability below ${below.en}: ${given.en}.`,
      }
    : {
        fr: `Disponibilité d’au moins ${from.fr} et de moins de ${below.fr}${NBSP}: ${given.fr}.`,
        en: `Availability from ${from.en} to below ${below.en}: ${given.en}.`,
      };
}

function linearSentence(
  { multiplier, ratio, target }: Extract<Remedy, { type: 'linear' }>,
  fee: PolicyRules['fee'],
): Words {
  const whole = feeWords(fee);
  const below = target === undefined ? undefined : percentWords(target);
  const people = ratio === 'affected_people';
  return {
    fr:
      `${multiplier.replace('.', ',')} fois la part ${whole.fr} qui revient au temps de panne` +
      `${people ? ', pour la part des personnes touchées' : ''}${below === undefined ? '' : `, sous ${below.fr}`}.`,
    en:
      `${multiplier} times the part ${whole.en} that is for the time down` +
      `${people ? ', for the part of the people who were hit' : ''}${below === undefined ? '' : `, below ${below.en}`}.`,
  };
}

const PER_WORDS: Readonly<Record<PaidPer, Words>> = {
  incident: { fr: 'par incident', en: 'for an incident' },
  day: { fr: 'par jour', en: 'for each day' },
  person: { fr: 'par personne', en: 'for each person' },
  meeting: { fr: 'par réunion', en: 'for each meeting' },
};

function fixedSentences(remedy: Extract<Remedy, { type: 'fixed' }>, fee: PolicyRules['fee']): Words[] {
  const per = PER_WORDS[remedy.per];
  const given = (earned: Compensation): Words =>
    'amounts' in earned ? amountsWords(earned.amounts) : shareWords(earned.percent, fee);
  const sentences: Words[] = [];
  if (remedy.each !== undefined) {
    const amount = given(remedy.each);
    sentences.push({ fr: `${amount.fr} ${per.fr}.`, en: `${amount.en} ${per.en}.` });
  }
  for (const impactClass of HIT_CLASSES) {
    const earned = remedy.byClass?.[impactClass];
    if (earned === undefined) continue;
    const [name, amount] = [CLASS_WORDS[impactClass], given(earned)];
    sentences.push({ fr: `${name.fr}${NBSP}: ${amount.fr} ${per.fr}.`, en: `${name.en}: ${amount.en} ${per.en}.` });
  }
  if (remedy.afterWorkingDays !== undefined) {
    const days = remedy.afterWorkingDays;
    sentences.push({
      fr: `À partir du jour qui suit ${days} jours ouvrés entiers.`,
      en: `From the day after ${days} full working days.`,
    });
  }
  return sentences;
}

function inKindSentences({ unit, tiers = [], byClass = {} }: Extract<Remedy, { type: 'in_kind' }>): Words[] {
  const tierGiven = (tier: InKindTier): Words => {
    if ('quantity' in tier) return quantityWords(tier.quantity, unit);
    const [part, units] = [percentWords(tier.percentOfPeople), quantityWords(2, unit)];
    const plural = { fr: units.fr.replace(/^2\s/u, ''), en: units.en.replace(/^2\s/u, '') };
    return { fr: `${plural.fr} pour ${part.fr} des personnes`, en: `${plural.en} for ${part.en} of the people` };
  };
  return [
    ...tiers.map((tier) => bandSentence(tier, tierGiven(tier))),
    ...HIT_CLASSES.flatMap((impactClass) => {
      const quantity = byClass[impactClass];
      if (quantity === undefined) return [];
      const [name, given] = [CLASS_WORDS[impactClass], quantityWords(quantity, unit)];
      return [{ fr: `${name.fr}${NBSP}: ${given.fr} par incident.`, en: `${name.en}: ${given.en} for an incident.` }];
    }),
  ];
}
