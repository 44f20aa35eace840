import { CLASS_WORDS, durationText, NBSP, percentWords, type Words } from '../policies/policy-words.js';
import type { HitClass } from '../policies/impact-class.js';
import { periodWords } from './line-words.js';
import type { DraftLine } from './price-terms.js';
import type { ContractInForce, LineInputs, OfferFacts, ProposalReason, ReasonCode } from './proposal.js';

type Details = ProposalReason['details'];
/** Why there is no offer, of one code. */
export type ReasonOf<Code extends ReasonCode> = ProposalReason & { readonly code: Code };

/** Meetings may have been hit, but nothing tells; that compensates nothing by itself. */
export function noData(): ReasonOf<'no_data'> {
  return reason('no_data', {
    fr: 'Rien ne dit si des réunions ont été touchées.',
    en: 'Nothing tells whether any meeting was hit.',
  });
}

export function noContract({ day }: OfferFacts): ReasonOf<'no_contract'> {
  return reason(
    'no_contract',
    { fr: `Aucun contrat n’était en vigueur le ${day}.`, en: `No contract was in force on ${day}.` },
    { day },
  );
}

export function noPolicyInForce({ plan, policyCode }: ContractInForce, day: string): ReasonOf<'no_policy_in_force'> {
  return reason(
    'no_policy_in_force',
    policyCode === null
      ? { fr: `Aucune politique pour le forfait ${plan} le ${day}.`, en: `No policy for the plan ${plan} on ${day}.` }
      : {
          fr: `La politique ${policyCode} n’était pas en vigueur le ${day}.`,
          en: `The policy ${policyCode} was not in force on ${day}.`,
        },
    policyCode === null ? { plan, day } : { plan, day, policyCode },
  );
}

export function currencyNotInPolicy(currency: string, policyCode: string): ReasonOf<'currency_not_in_policy'> {
  return reason(
    'currency_not_in_policy',
    {
      fr: `La politique ${policyCode} ne dit aucun montant en ${currency}, la monnaie du contrat.`,
      en: `The policy ${policyCode} names no amount in ${currency}, the currency of the contract.`,
    },
    { currency, policyCode },
  );
}

/** `seconds` are those of any class that harms, the most that could count. */
export function belowMinimumSeconds(seconds: number, minimumSeconds: number): ReasonOf<'below_minimum_seconds'> {
  const [had, needed] = [durationText(seconds), durationText(minimumSeconds)];
  return reason(
    'below_minimum_seconds',
    {
      fr: `Touché pendant ${had}${NBSP}: il en faut au moins ${needed}.`,
      en: `Hit for ${had}: at least ${needed} are needed.`,
    },
    { seconds, minimumSeconds },
  );
}

export function classNotInPolicy(impactClass: HitClass, policyCode: string): ReasonOf<'class_not_in_policy'> {
  const name = CLASS_WORDS[impactClass];
  return reason(
    'class_not_in_policy',
    {
      fr: `${name.fr}${NBSP}: la politique ${policyCode} ne prévoit rien.`,
      en: `${name.en}: the policy ${policyCode} gives nothing.`,
    },
    { class: impactClass, policyCode },
  );
}

/** The availability that was promised was reached, or has been so far. */
export function commitmentKept(inputs: LineInputs): ReasonOf<'commitment_kept'> {
  const [reached, promised] = [percentWords(String(inputs['availability'])), percentWords(String(inputs['target']))];
  const when = periodWords(inputs);
  return reason(
    'commitment_kept',
    {
      fr: `Disponibilité de ${reached.fr} ${when.fr}${NBSP}: l’engagement de ${promised.fr} est tenu.`,
      en: `An availability of ${reached.en} ${when.en}: the commitment of ${promised.en} is kept.`,
    },
    inputs,
  );
}

/** A limit of the policy leaves nothing. */
export function capReached({ code, inputs }: DraftLine): ReasonOf<'cap_reached' | 'below_minimum' | 'already_granted'> {
  if (code === 'minimum') {
    const text = {
      fr: 'Le montant calculé est inférieur au minimum de la politique.',
      en: 'The amount is below the minimum of the policy.',
    };
    return reason('below_minimum', text, inputs());
  }
  if (code === 'already_granted') {
    const text = { fr: 'Déjà accordé pour cette période.', en: 'Granted for this period already.' };
    return reason('already_granted', text, inputs());
  }
  const text = { fr: 'Le plafond de la politique est atteint.', en: 'The cap of the policy is reached.' };
  return reason('cap_reached', text, { ...inputs(), limit: code });
}

/** Every second was compensated by another offer. */
export function alreadyCompensated({ inputs }: DraftLine): ReasonOf<'already_compensated'> {
  const text = {
    fr: 'Ce temps est déjà compensé par une autre offre.',
    en: 'This time is compensated by another offer already.',
  };
  return reason('already_compensated', text, inputs());
}

export function feesInSeveralCurrencies(currency: string): ReasonOf<'fees_in_several_currencies'> {
  const text = {
    fr: `Les abonnements de la période ne sont pas tous en ${currency}.`,
    en: `The fees of the period are not all in ${currency}.`,
  };
  return reason('fees_in_several_currencies', text, { currency });
}

/** More than whole numbers tell exactly: somebody has to look at what it was worked out from. */
export function amountTooLarge(currency: string): ReasonOf<'amount_too_large'> {
  const text = {
    fr: `Le montant en ${currency} dépasse ce qui se compte exactement.`,
    en: `The amount in ${currency} is beyond what can be counted exactly.`,
  };
  return reason('amount_too_large', text, { currency });
}

export function noMonthlyFee(): ReasonOf<'no_monthly_fee'> {
  return reason('no_monthly_fee', {
    fr: 'Le contrat n’a pas d’abonnement mensuel dont donner une part.',
    en: 'The contract has no monthly fee to give a share of.',
  });
}

export function amountIsZero(): ReasonOf<'amount_is_zero'> {
  return reason('amount_is_zero', { fr: 'Le montant calculé est nul.', en: 'The amount comes to nothing.' });
}

export function planNotInPolicy({ plan }: ContractInForce, policyCode: string): ReasonOf<'plan_not_in_policy'> {
  return reason(
    'plan_not_in_policy',
    {
      fr: `La politique ${policyCode} n’est pas pour le forfait ${plan}.`,
      en: `The policy ${policyCode} is not for the plan ${plan}.`,
    },
    { plan, policyCode },
  );
}

export function planExcluded({ plan }: ContractInForce, policyCode: string): ReasonOf<'plan_excluded'> {
  return reason(
    'plan_excluded',
    {
      fr: `La politique ${policyCode} exclut le forfait ${plan}.`,
      en: `The policy ${policyCode} excludes the plan ${plan}.`,
    },
    { plan, policyCode },
  );
}

export function statusExcluded({ status }: ContractInForce, policyCode: string): ReasonOf<'status_excluded'> {
  const inFrench = { active: 'actifs', trial: 'à l’essai', suspended: 'suspendus' }[status];
  const inEnglish = { active: 'active', trial: 'on trial', suspended: 'suspended' }[status];
  return reason(
    'status_excluded',
    {
      fr: `La politique ${policyCode} exclut les contrats ${inFrench}.`,
      en: `The policy ${policyCode} excludes contracts that are ${inEnglish}.`,
    },
    { status, policyCode },
  );
}

export function alreadyGranted(grantedMinor: number): ReasonOf<'already_granted'> {
  return reason(
    'already_granted',
    { fr: 'Déjà accordé pour cet incident.', en: 'Granted for this incident already.' },
    { grantedMinor },
  );
}

function reason<Code extends ReasonCode>(code: Code, text: Words, details: Details = {}): ReasonOf<Code> {
  return { code, text, details };
}
