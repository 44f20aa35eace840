import { amountsWords } from './describe-remedy.js';
import type { ApproverRole, ClaimRules, Nature, PolicyRules, TaxTreatment } from './policy.js';
import { NBSP, type Words } from './policy-words.js';

const NATURE_WORDS: Readonly<Record<Nature, Words>> = {
  credit: { fr: 'Donné comme crédit sur les prochaines factures', en: 'Given as a credit against the next invoices' },
  refund: { fr: 'Remboursé', en: 'Paid back' },
  extension: { fr: 'Donné comme prolongation du service', en: 'Given as an extension of the service' },
};

const TAX_WORDS: Readonly<Record<TaxTreatment, Words>> = {
  price_reduction: { fr: 'réduction de prix', en: 'a price reduction' },
  price_reduction_net_of_tax: { fr: 'réduction de prix nette de taxe', en: 'a price reduction net of tax' },
  indemnity: { fr: 'indemnité', en: 'an indemnity' },
};

const NEED_WORDS: Readonly<Record<ClaimRules['needs'][number], Words>> = {
  ticket: { fr: 'un ticket', en: 'a ticket' },
  written_request: { fr: 'une demande écrite', en: 'a written request' },
  dates_and_times: { fr: 'les dates et heures', en: 'dates and times' },
  evidence: { fr: 'des preuves', en: 'evidence' },
  account_paid_up: { fr: 'un compte à jour de paiement', en: 'an account that is paid up' },
};

const JUDGED_WORDS: Readonly<Record<PolicyRules['exclusions']['judged'][number], Words>> = {
  scheduled_maintenance: { fr: 'maintenance annoncée', en: 'announced maintenance' },
  force_majeure: { fr: 'force majeure', en: 'force majeure' },
  customer_side: { fr: 'cause chez le client', en: 'a cause on the customer’s side' },
  third_party: { fr: 'tiers', en: 'third parties' },
  upstream_dependency: { fr: 'fournisseur en amont', en: 'an upstream provider' },
  beta: { fr: 'fonction en bêta', en: 'a beta feature' },
  feature_slowness: { fr: 'lenteur d’une fonction', en: 'slowness of a feature' },
  overdue_account: { fr: 'compte en retard de paiement', en: 'an overdue account' },
};

const ROLE_WORDS: Readonly<Record<ApproverRole, Words>> = {
  agent: { fr: 'un agent', en: 'an agent' },
  manager: { fr: 'un responsable', en: 'a manager' },
  finance: { fr: 'la finance', en: 'finance' },
  administrator: { fr: 'un administrateur', en: 'an administrator' },
};

/** How an offer by the rules is claimed, taxed, approved and accepted. */
export function describeHandling(rules: PolicyRules): Words[] {
  const [nature, tax] = [NATURE_WORDS[rules.nature], TAX_WORDS[rules.taxTreatment]];
  return [
    { fr: `${nature.fr}, traité comme ${tax.fr}.`, en: `${nature.en}, treated as ${tax.en}.` },
    ...claimSentences(rules.claim),
    ...judgedSentences(rules),
    ...approvalSentences(rules),
    rules.acceptance === 'automatic'
      ? { fr: 'Accordé sans que le client ait à accepter.', en: 'Granted without the customer having to accept.' }
      : { fr: 'Le client doit accepter.', en: 'The customer must accept.' },
    {
      fr: `L’offre tient ${rules.validityDays}${NBSP}${rules.validityDays === 1 ? 'jour' : 'jours'} après le jour de son envoi.`,
      en: `An offer stands for ${rules.validityDays} ${rules.validityDays === 1 ? 'day' : 'days'} after the day it is sent.`,
    },
  ];
}

function claimSentences({ required, deadline, needs }: ClaimRules): Words[] {
  const sentences: Words[] = [];
  if (required) sentences.push({ fr: 'Sur demande du client.', en: 'On the customer’s request.' });
  if (deadline !== undefined) {
    const from = {
      incident: { fr: 'l’incident', en: 'the incident' },
      period_end: { fr: 'la fin de la période', en: 'the end of the period' },
      next_period_end: { fr: 'la fin de la période suivante', en: 'the end of the period after' },
    }[deadline.from];
    const days = deadline.businessDays ? { fr: 'jours ouvrés', en: 'business days' } : { fr: 'jours', en: 'days' };
    sentences.push({
      fr: `À demander dans les ${deadline.days} ${days.fr} après ${from.fr}.`,
      en: `To be claimed within ${deadline.days} ${days.en} of ${from.en}.`,
    });
  }
  if (needs.length > 0) {
    const list = needs.map((need) => NEED_WORDS[need]);
    sentences.push({
      fr: `Il faut${NBSP}: ${list.map(({ fr }) => fr).join(', ')}.`,
      en: `It takes ${list.map(({ en }) => en).join(', ')}.`,
    });
  }
  return sentences;
}

function judgedSentences({ exclusions }: PolicyRules): Words[] {
  if (exclusions.judged.length === 0) return [];
  const list = exclusions.judged.map((name) => JUDGED_WORDS[name]);
  return [
    {
      fr: `Une personne juge de ces exclusions${NBSP}: ${list.map(({ fr }) => fr).join(', ')}.`,
      en: `A person judges these exclusions: ${list.map(({ en }) => en).join(', ')}.`,
    },
  ];
}

function approvalSentences({ budgetPerIncident, approvalLimits = {}, fourEyesAbove }: PolicyRules): Words[] {
  const sentences: Words[] = [];
  if (budgetPerIncident !== undefined) {
    const budget = amountsWords(budgetPerIncident);
    sentences.push({ fr: `Budget par incident${NBSP}: ${budget.fr}.`, en: `Budget for an incident: ${budget.en}.` });
  }
  for (const [role, amounts] of Object.entries(approvalLimits)) {
    const [who, most] = [ROLE_WORDS[role as ApproverRole], amountsWords(amounts)];
    sentences.push({
      fr: `Jusqu’à ${most.fr}, ${who.fr} peut approuver.`,
      en: `Up to ${most.en}, ${who.en} may approve.`,
    });
  }
  if (fourEyesAbove !== undefined) {
    const above = amountsWords(fourEyesAbove);
    sentences.push({ fr: `Au-dessus de ${above.fr}, deux personnes.`, en: `Above ${above.en}, two people.` });
  }
  return sentences;
}
