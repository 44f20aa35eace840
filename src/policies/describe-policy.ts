import { describeHandling } from './describe-handling.js';
import { describeLimits } from './describe-limits.js';
import { describeRemedy } from './describe-remedy.js';
import type { Basis, ContractStatus, Measure, PeriodKind, PolicyRules } from './policy.js';
import { durationText, NBSP, percentWords, type Words } from './policy-words.js';

/** The rules in words, a sentence each, in the same order in both languages. Says everything that the rules say. */
export function describePolicy(rules: PolicyRules): readonly Words[] {
  return [
    ...scope(rules),
    ...describeMeasure(rules),
    ...describeRemedy(rules),
    ...describeLimits(rules),
    ...describeHandling(rules),
  ];
}

const STATUS_WORDS: Readonly<Record<ContractStatus, Words>> = {
  active: { fr: 'actifs', en: 'active' },
  trial: { fr: 'à l’essai', en: 'on trial' },
  suspended: { fr: 'suspendus', en: 'suspended' },
};

function scope({ kind, plans, exclusions }: PolicyRules): Words[] {
  const sentences: Words[] = [
    kind === 'sla'
      ? {
          fr: 'Un engagement de service, dû par le contrat.',
          en: 'A service level agreement, owed under the contract.',
        }
      : { fr: 'Un geste commercial, dû par aucun contrat.', en: 'A gesture of goodwill, owed under no contract.' },
    plans === undefined
      ? { fr: 'Pour tous les forfaits.', en: 'For every plan.' }
      : {
          fr: `Pour ${plans.length === 1 ? 'le forfait' : 'les forfaits'} ${plans.join(', ')}.`,
          en: `For the ${plans.length === 1 ? 'plan' : 'plans'} ${plans.join(', ')}.`,
        },
  ];
  if (exclusions.plans.length > 0) {
    const names = exclusions.plans.join(', ');
    sentences.push({ fr: `Rien pour les forfaits${NBSP}: ${names}.`, en: `Nothing for these plans: ${names}.` });
  }
  if (exclusions.statuses.length > 0) {
    sentences.push({
      fr: `Rien pour les contrats ${exclusions.statuses.map((status) => STATUS_WORDS[status].fr).join(' ou ')}.`,
      en: `Nothing for contracts that are ${exclusions.statuses.map((status) => STATUS_WORDS[status].en).join(' or ')}.`,
    });
  }
  return sentences;
}

const PERIOD_WORDS: Readonly<Record<PeriodKind, Words>> = {
  calendar_month: { fr: 'chaque mois civil', en: 'each calendar month' },
  quarter: { fr: 'chaque trimestre civil', en: 'each calendar quarter' },
  billing_cycle: { fr: 'chaque cycle de facturation', en: 'each billing cycle' },
  event: { fr: 'chaque réunion', en: 'each meeting' },
};

const BASIS_WORDS: Readonly<Record<Basis, Words>> = {
  service_minutes: {
    fr: 'le temps de panne de ses composants, qui que ce soit s’y trouve',
    en: 'the time that its components were down, whoever was there',
  },
  clock_minutes: { fr: 'le temps où l’un des siens a été touché', en: 'the time while anyone of theirs was hit' },
  user_minutes: { fr: 'le temps de chaque personne', en: 'the time of each person' },
  session_minutes: { fr: 'le temps de réunion de chaque personne', en: 'the time of each person in meetings' },
  event_minutes: { fr: 'le temps prévu de la réunion', en: 'the scheduled time of the meeting' },
};

function describeMeasure({ measure, period, cycleDay, zone, exclusions }: PolicyRules): Words[] {
  const [basis, each] = [BASIS_WORDS[measure.basis], PERIOD_WORDS[period]];
  const cycle = cycleDay === undefined ? '' : `, ${cycleDay}`;
  const sentences: Words[] = [
    {
      fr: `Mesuré sur ${each.fr}${cycle && `, à partir du ${cycleDay}`}, à l’heure de ${zone}${NBSP}: ${basis.fr}.`,
      en: `Measured over ${each.en}${cycle && ` from the day ${cycleDay}`}, by the time of ${zone}: ${basis.en}.`,
    },
    weightWords(measure),
  ];
  if (measure.components !== undefined) {
    const names = measure.components.join(', ');
    sentences.push({ fr: `Seuls comptent les composants ${names}.`, en: `Only these components count: ${names}.` });
  }
  if (exclusions.components.length > 0) {
    const names = exclusions.components.join(', ');
    sentences.push({ fr: `Ne comptent pas les composants ${names}.`, en: `These components do not count: ${names}.` });
  }
  return [...sentences, ...minuteWords(measure)];
}

function weightWords({ weights }: Measure): Words {
  const [lost, degraded] = [percentOf(weights.lost), percentOf(weights.degraded)];
  return {
    fr: `Une minute perdue compte pour ${lost.fr}, une minute dégradée pour ${degraded.fr}.`,
    en: `A minute that is lost counts for ${lost.en}, one that is degraded for ${degraded.en}.`,
  };
}

function percentOf(weight: string): Words {
  const [whole = '0', parts = ''] = weight.split('.');
  const digits = `${parts}00`;
  return percentWords(`${Number(whole + digits.slice(0, 2))}.${digits.slice(2) || '0'}`);
}

function minuteWords({ minConsecutiveMinutes, partialMinutes, inferred, minimumSeconds }: Measure): Words[] {
  const sentences: Words[] = [];
  if (minConsecutiveMinutes > 0) {
    const length = durationText(minConsecutiveMinutes * 60);
    sentences.push({
      fr: `Une panne de moins de ${length} ne compte pas.`,
      en: `Less than ${length} on end does not count.`,
    });
  }
  if (partialMinutes !== 'count') {
    sentences.push(
      partialMinutes === 'drop'
        ? { fr: 'Une minute entamée ne compte pas.', en: 'A minute that is down in part does not count.' }
        : { fr: 'Une minute entamée compte entière.', en: 'A minute that is down in part counts as a whole one.' },
    );
  }
  if (inferred !== 'full') {
    sentences.push(
      inferred === 'half'
        ? { fr: 'Ce qui est déduit compte à moitié.', en: 'What is inferred counts by half.' }
        : { fr: 'Ce qui est déduit ne compte pas.', en: 'What is inferred does not count.' },
    );
  }
  if (minimumSeconds > 1) {
    const needed = durationText(minimumSeconds);
    sentences.push({
      fr: `Un effet compte à partir de ${needed}, lui ou un plus grave.`,
      en: `An effect counts from ${needed} on, of itself or of a worse one.`,
    });
  }
  return sentences;
}
