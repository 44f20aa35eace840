import { amountsWords, shareWords } from './describe-remedy.js';
import type { Limit, PolicyRules } from './policy.js';
import { NBSP, percentWords, quantityWords, type Words } from './policy-words.js';

/** The floor, the minimum, the caps and how two policies stand beside each other. */
export function describeLimits(rules: PolicyRules): Words[] {
  const { caps, floor, minimum } = rules;
  const sentences: Words[] = [];
  if (floor !== undefined) {
    const least = amountsWords(floor);
    sentences.push({ fr: `Porté à ${least.fr} au moins.`, en: `Raised to ${least.en} at least.` });
  }
  if (minimum !== undefined) {
    const least = amountsWords(minimum);
    sentences.push({ fr: `Rien en dessous de ${least.fr}.`, en: `Nothing below ${least.en}.` });
  }
  const add = (limit: Limit | undefined, words: Words, ofYear = false): void => {
    if (limit !== undefined) sentences.push(limitSentence(limit, words, rules, ofYear));
  };
  add(caps.incident, { fr: 'par incident', en: 'for an incident' });
  add(caps.period, { fr: 'par période', en: 'in a period' });
  add(caps.rollingYear, { fr: 'sur douze mois', en: 'in twelve months' }, true);
  if (caps.onePerPeriod === true) {
    sentences.push({ fr: 'Une seule offre par période.', en: 'Only one offer in a period.' });
  }
  return [...sentences, ...together(rules)];
}

function limitSentence(
  { amounts, percent, quantity }: Limit,
  words: Words,
  rules: PolicyRules,
  ofYear: boolean,
): Words {
  const year = percent === undefined ? undefined : percentWords(percent);
  const share = percent === undefined ? undefined : shareWords(percent, rules.fee);
  const limits = [
    ...(amounts === undefined ? [] : [amountsWords(amounts)]),
    ...(year !== undefined && ofYear
      ? [
          {
            fr: `${year.fr} des abonnements des douze mois précédents`,
            en: `${year.en} of the fees of the twelve months before`,
          },
        ]
      : []),
    ...(share !== undefined && !ofYear ? [share] : []),
    ...(quantity === undefined || rules.remedy.type !== 'in_kind' ? [] : [quantityWords(quantity, rules.remedy.unit)]),
  ];
  return {
    fr: `Au plus ${limits.map(({ fr }) => fr).join(', ni plus de ')} ${words.fr}.`,
    en: `At most ${limits.map(({ en }) => en).join(', and at most ')} ${words.en}.`,
  };
}

function together({ kind, soleRemedy, combination }: PolicyRules): Words[] {
  const sentences: Words[] = [];
  if (soleRemedy) {
    sentences.push({ fr: 'Le seul recours du client.', en: 'The sole remedy of the customer.' });
  }
  if (kind === 'goodwill') {
    sentences.push(
      {
        larger: {
          fr: `À côté d’un engagement de service${NBSP}: le plus élevé des deux.`,
          en: 'Beside a service level agreement: the larger of the two.',
        },
        sum: {
          fr: 'S’ajoute à un engagement de service, sauf si celui-ci est le seul recours.',
          en: 'Added to a service level agreement, unless that is the sole remedy.',
        },
        top_up: {
          fr: 'Complète un engagement de service jusqu’à ce montant.',
          en: 'Tops a service level agreement up to this amount.',
        },
      }[combination],
    );
  }
  return sentences;
}
