import { money } from '../kernel/money.js';
import { HIT_CLASSES } from './impact-class.js';
import type { AmountsByCurrency, Cap, Compensation, ContractStatus, GoodwillRules, PolicyRules } from './policy.js';
import { CLASS_WORDS, durationText, moneyWords, NBSP, percentWords, type Words } from './policy-words.js';

const STATUS_WORDS: Readonly<Record<ContractStatus, Words>> = {
  active: { fr: 'actifs', en: 'active' },
  trial: { fr: 'à l’essai', en: 'on trial' },
  suspended: { fr: 'suspendus', en: 'suspended' },
};

/** The rules in words, a sentence each, in the same order in both languages. Says everything that the rules say. */
export function describePolicy(rules: PolicyRules): readonly Words[] {
  switch (rules.kind) {
    case 'goodwill':
      return [...scope(rules), ...goodwill(rules), ...standing(rules)];
    default:
      return rules.kind satisfies never;
  }
}

function scope({ plans, excludedPlans = [], excludedStatuses = [] }: PolicyRules): Words[] {
  const sentences: Words[] = [
    plans === undefined
      ? { fr: 'Pour tous les forfaits.', en: 'For every plan.' }
      : {
          fr: `Pour ${plans.length === 1 ? 'le forfait' : 'les forfaits'} ${plans.join(', ')}.`,
          en: `For the ${plans.length === 1 ? 'plan' : 'plans'} ${plans.join(', ')}.`,
        },
  ];
  if (excludedPlans.length > 0) {
    const names = excludedPlans.join(', ');
    sentences.push({ fr: `Rien pour les forfaits${NBSP}: ${names}.`, en: `Nothing for these plans: ${names}.` });
  }
  if (excludedStatuses.length > 0) {
    sentences.push({
      fr: `Rien pour les contrats ${excludedStatuses.map((status) => STATUS_WORDS[status].fr).join(' ou ')}.`,
      en: `Nothing for contracts that are ${excludedStatuses.map((status) => STATUS_WORDS[status].en).join(' or ')}.`,
    });
  }
  return sentences;
}

function goodwill({ amountByClass, minimumSeconds, cap }: GoodwillRules): Words[] {
  const needed = durationText(minimumSeconds);
  const sentences: Words[] = [
    {
      fr: `Un geste commercial, pour l’effet le plus grave subi pendant au moins ${needed}${NBSP}:`,
      en: `A gesture of goodwill, for the most serious effect suffered for at least ${needed}:`,
    },
  ];
  for (const impactClass of HIT_CLASSES) {
    const earned = amountByClass[impactClass];
    if (earned === undefined) continue;
    const [name, amount] = [CLASS_WORDS[impactClass], compensationWords(earned)];
    sentences.push({ fr: `${name.fr}${NBSP}: ${amount.fr}.`, en: `${name.en}: ${amount.en}.` });
  }
  if (cap !== undefined) sentences.push(capWords(cap));
  return sentences;
}

function standing({ validityDays, zone }: PolicyRules): Words[] {
  return [
    {
      fr: `L’offre tient ${validityDays}${NBSP}${validityDays === 1 ? 'jour' : 'jours'} après le jour de son envoi.`,
      en: `An offer stands for ${validityDays} ${validityDays === 1 ? 'day' : 'days'} after the day it is sent.`,
    },
    { fr: `Les mois commencent à l’heure de ${zone}.`, en: `Months begin by the time of ${zone}.` },
  ];
}

function compensationWords(earned: Compensation): Words {
  return earned.type === 'fixed' ? amountsWords(earned.amounts) : shareWords(earned.percent);
}

function shareWords(percent: string): Words {
  const share = percentWords(percent);
  return { fr: `${share.fr} de l’abonnement mensuel`, en: `${share.en} of the monthly fee` };
}

function amountsWords(amounts: AmountsByCurrency): Words {
  const each = Object.keys(amounts)
    .toSorted()
    .map((currency) => moneyWords(money(amounts[currency] ?? 0, currency)));
  return { fr: each.map(({ fr }) => fr).join(' ou '), en: each.map(({ en }) => en).join(' or ') };
}

function capWords({ amounts, percentOfMonthlyFee }: Cap): Words {
  const limits = [
    ...(amounts === undefined ? [] : [amountsWords(amounts)]),
    ...(percentOfMonthlyFee === undefined ? [] : [shareWords(percentOfMonthlyFee)]),
  ];
  return {
    fr: `Au plus ${limits.map(({ fr }) => fr).join(', ni plus de ')} par incident.`,
    en: `At most ${limits.map(({ en }) => en).join(', and at most ')} for an incident.`,
  };
}
