import { Decimal } from 'decimal.js';
import { money } from '../kernel/money.js';
import type { HitClass } from '../policies/impact-class.js';
import type { FeeBase, InKindUnit, PaidPer } from '../policies/policy.js';
import {
  CLASS_WORDS,
  durationText,
  moneyWords,
  NBSP,
  percentWords,
  quantityWords,
  type Words,
} from '../policies/policy-words.js';
import type { LineInputs, OfferLine } from './proposal.js';

type Wordless = Omit<OfferLine, 'text'>;

/** What a line says, from its code and inputs alone: the formula, in words. */
export function wordLine(line: Wordless): Words {
  switch (line.code) {
    case 'fixed_amount':
    case 'percent_of_fee':
      return join(sufferedWords(line.inputs), earnedWords(line));
    case 'tier':
    case 'linear':
    case 'step':
      return join(availabilityWords(line.inputs), earnedWords(line));
    case 'in_kind': {
      const cause =
        line.inputs['availability'] === undefined ? sufferedWords(line.inputs) : availabilityWords(line.inputs);
      return join(cause, givenWords(line));
    }
    case 'provisional': {
      const until = dayWords(new Date(String(line.inputs['periodEndAt'])), String(line.inputs['zone']));
      return {
        fr: `Montant provisoire jusqu’à la fin de la période, le ${until.fr}`,
        en: `Provisional until the period ends on ${until.en}`,
      };
    }
    default:
      return limitWords(line);
  }
}

function limitWords(line: Wordless): Words {
  const { inputs } = line;
  const cap = inputs['cap'] ?? inputs['floorMinor'] ?? inputs['minimumMinor'];
  const much = cap === undefined ? undefined : valueWords(line, Number(cap));
  const used = Number(inputs['consumed'] ?? 0) > 0 ? usedWords(line) : { fr: '', en: '' };
  const offers = { fr: `offre ${String(inputs['offerIds'])}`, en: `offer ${String(inputs['offerIds'])}` };
  const said = (fr: string, en: string): Words => ({ fr: fr + used.fr, en: en + used.en });
  switch (line.code) {
    case 'floor':
      return said(`Porté au montant minimal de ${much?.fr}`, `Raised to the least amount of ${much?.en}`);
    case 'minimum':
      return said(`Rien en dessous de ${much?.fr}`, `Nothing below ${much?.en}`);
    case 'cap_incident':
      return said(`Plafond par incident${NBSP}: ${much?.fr}`, `Cap for an incident: ${much?.en}`);
    case 'cap_period':
      return said(`Plafond de la période${NBSP}: ${much?.fr}`, `Cap for the period: ${much?.en}`);
    case 'cap_rolling_year':
      return said(`Plafond sur douze mois${NBSP}: ${much?.fr}`, `Cap over twelve months: ${much?.en}`);
    case 'cap_one_per_period':
      return said(`Une seule offre par période (${offers.fr})`, `One offer in a period (${offers.en})`);
    case 'already_granted':
      return inputs['offerIds'] === undefined
        ? said('Déjà accordé pour cet incident', 'Granted for this incident already')
        : said(`Déjà accordé pour la période (${offers.fr})`, `Granted for the period already (${offers.en})`);
    case 'already_compensated':
    case 'upgrade':
      return compensatedWords(line, offers);
    case 'not_combined':
      return combinedWords(String(inputs['how']));
    default:
      return exclusionWords(line);
  }
}

function compensatedWords({ code, inputs }: Wordless, offers: Words): Words {
  const time = durationText(Number(inputs['seconds']));
  return code === 'upgrade'
    ? {
        fr: `${time} de personnes déjà compensées moins fortement (${offers.fr})`,
        en: `${time} of people compensated more lightly before (${offers.en})`,
      }
    : {
        fr: `${time} de personnes déjà compensées (${offers.fr})`,
        en: `${time} of people compensated before (${offers.en})`,
      };
}

function combinedWords(how: string): Words {
  if (how === 'top_up') {
    return { fr: 'Compris dans le crédit de service', en: 'Part of the service credit already' };
  }
  return how === 'larger'
    ? { fr: 'Seul le plus élevé des deux compte', en: 'Only the larger of the two counts' }
    : { fr: 'Ne s’ajoute pas au crédit de service', en: 'Not added to the service credit' };
}

function exclusionWords({ code, inputs }: Wordless): Words {
  const [plan, policy, status] = [inputs['plan'], inputs['policyCode'], inputs['status']].map(String);
  switch (code) {
    case 'plan_not_in_policy':
      return {
        fr: `La politique ${policy} n’est pas pour le forfait ${plan}.`,
        en: `The policy ${policy} is not for the plan ${plan}.`,
      };
    case 'plan_excluded':
      return {
        fr: `La politique ${policy} exclut le forfait ${plan}.`,
        en: `The policy ${policy} excludes the plan ${plan}.`,
      };
    default: {
      const inFrench = status === 'trial' ? 'à l’essai' : 'suspendus';
      const inEnglish = status === 'trial' ? 'on trial' : status;
      return {
        fr: `La politique ${policy} exclut les contrats ${status === 'active' ? 'actifs' : inFrench}.`,
        en: `The policy ${policy} excludes contracts that are ${inEnglish}.`,
      };
    }
  }
}

function usedWords(line: Wordless): Words {
  const used = valueWords(line, Number(line.inputs['consumed']));
  const offers = String(line.inputs['offerIds'] ?? '');
  return {
    fr: `, dont ${used.fr} déjà accordé (offre ${offers})`,
    en: `, of which ${used.en} is taken (offer ${offers})`,
  };
}

function valueWords({ inKind, inputs }: Wordless, value: number): Words {
  return inKind === undefined
    ? moneyWords(money(value, String(inputs['currency'])))
    : quantityWords(value, inKind.unit);
}

function givenWords({ inKind, inputs }: Wordless): Words {
  return quantityWords(inKind?.quantity ?? 0, (inKind?.unit ?? inputs['unit']) as InKindUnit);
}

const PER_WORDS: Readonly<Record<PaidPer, readonly [one: Words, more: Words]>> = {
  incident: [
    { fr: 'incident', en: 'incident' },
    { fr: 'incidents', en: 'incidents' },
  ],
  day: [
    { fr: 'jour', en: 'day' },
    { fr: 'jours', en: 'days' },
  ],
  person: [
    { fr: 'personne', en: 'person' },
    { fr: 'personnes', en: 'people' },
  ],
  meeting: [
    { fr: 'réunion', en: 'meeting' },
    { fr: 'réunions', en: 'meetings' },
  ],
};

function sufferedWords(inputs: LineInputs): Words {
  const impactClass = inputs['class'] as HitClass | undefined;
  const name = impactClass === undefined ? { fr: 'Incident', en: 'Incident' } : CLASS_WORDS[impactClass];
  const orWorse = Number(inputs['orWorse'] ?? 0) > 0;
  const seconds = inputs['seconds'] === undefined ? '' : durationText(Number(inputs['seconds']));
  const per = inputs['per'] as PaidPer | undefined;
  const count = Number(inputs['count'] ?? 1);
  const words = per === undefined || per === 'incident' ? undefined : PER_WORDS[per][count > 1 ? 1 : 0];
  const lasted = seconds === '' ? { fr: '', en: '' } : { fr: ` pendant ${seconds}`, en: ` for ${seconds}` };
  const many =
    words === undefined ? { fr: '', en: '' } : { fr: `, ${count} ${words.fr}`, en: `, ${count} ${words.en}` };
  return {
    fr: `${name.fr}${orWorse ? ' (ou pire)' : ''}${lasted.fr}${many.fr}`,
    en: `${name.en}${orWorse ? ' (or worse)' : ''}${lasted.en}${many.en}`,
  };
}

const FEE_WORDS: Readonly<Record<FeeBase, Words>> = {
  monthly_fee: { fr: 'de l’abonnement mensuel de', en: 'of the monthly fee of' },
  fees_of_period: { fr: 'des abonnements de la période de', en: 'of the fees of the period of' },
  fees_of_previous_period: {
    fr: 'des abonnements de la période précédente de',
    en: 'of the fees of the period before of',
  },
  fee_per_user: { fr: 'de l’abonnement par personne de', en: 'of the fee for a person of' },
};

function earnedWords(line: Wordless): Words {
  const { code, inputs } = line;
  const currency = String(inputs['currency']);
  if (code === 'fixed_amount') {
    const each = moneyWords(money(Number(inputs['eachMinor']), currency));
    const isEach = inputs['per'] !== undefined && inputs['per'] !== 'incident';
    return isEach
      ? { fr: `${each.fr} chacun`, en: `${each.en} each` }
      : { fr: `montant fixe de ${each.fr}`, en: `a fixed amount of ${each.en}` };
  }
  const fee = moneyWords(money(new Decimal(String(inputs['feeMinor'])).round().toNumber(), currency));
  const base = FEE_WORDS[inputs['feeBase'] as FeeBase];
  const whole = { fr: `${base.fr} ${fee.fr}`, en: `${base.en} ${fee.en}` };
  if (code === 'linear') return linearWords(inputs, whole);
  const share = percentWords(String(inputs['percent']));
  if (code !== 'step') return { fr: `${share.fr} ${whole.fr}`, en: `${share.en} ${whole.en}` };
  const per = percentWords(String(inputs['per']));
  return {
    fr: `${String(inputs['steps'])} fois ${per.fr} manquant, ${share.fr} ${whole.fr} chaque fois`,
    en: `${String(inputs['steps'])} times ${per.en} missing, ${share.en} ${whole.en} each time`,
  };
}

function linearWords(inputs: LineInputs, whole: Words): Words {
  const times = percentWords(String(inputs['multiplier']));
  const ratio = new Decimal(String(inputs['ratio']));
  const people = ratio.eq(1) ? undefined : percentWords(ratio.times(100).toDecimalPlaces(2).toString());
  const [fr, en] = [times.fr.replace(/\s?%$/u, ''), times.en.replace('%', '')];
  return {
    fr: `${fr} fois la part du temps ${whole.fr}${people === undefined ? '' : `, pour ${people.fr} des personnes`}`,
    en: `${en} times the part of the time ${whole.en}${people === undefined ? '' : `, for ${people.en} of the people`}`,
  };
}

function availabilityWords(inputs: LineInputs): Words {
  const shown = percentWords(String(inputs['availability']));
  const when = periodWords(inputs);
  const [down, all] = [minuteText(inputs['minutes']), minuteText(inputs['periodMinutes'])];
  return {
    fr: `Disponibilité de ${shown.fr} ${when.fr} (${down.fr} sur ${all.fr})`,
    en: `Availability of ${shown.en} ${when.en} (${down.en} of ${all.en})`,
  };
}

function minuteText(minutes: string | number | undefined): Words {
  const text = new Decimal(String(minutes)).toDecimalPlaces(2).toString();
  return { fr: `${text.replace('.', ',')}${NBSP}min`, en: `${text}${NBSP}min` };
}

/** The period that inputs name: `en septembre 2020`, `in September 2020`, or from one day to another. */
export function periodWords(inputs: LineInputs): Words {
  const zone = String(inputs['zone']);
  const start = new Date(String(inputs['periodStartAt']));
  if (inputs['period'] === 'event') return { fr: 'de la réunion', en: 'of the meeting' };
  if (inputs['period'] === 'calendar_month') {
    const month = formatted(start, zone, { month: 'long', year: 'numeric' });
    return { fr: `en ${month.fr}`, en: `in ${month.en}` };
  }
  const last = dayWords(new Date(new Date(String(inputs['periodEndAt'])).getTime() - 1), zone);
  const first = dayWords(start, zone);
  return { fr: `du ${first.fr} au ${last.fr}`, en: `from ${first.en} to ${last.en}` };
}

function dayWords(at: Date, zone: string): Words {
  return formatted(at, zone, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** Making a format costs far more than using it. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();

function formatted(at: Date, zone: string, options: Intl.DateTimeFormatOptions): Words {
  const inLanguage = (locale: string): string => {
    const key = `${locale} ${zone} ${options.day ?? ''}`;
    const format = FORMATS.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    FORMATS.set(key, format);
    return format.format(at);
  };
  return { fr: inLanguage('fr'), en: inLanguage('en-GB') };
}

function join(cause: Words, effect: Words): Words {
  return { fr: `${cause.fr}${NBSP}: ${effect.fr}`, en: `${cause.en}: ${effect.en}` };
}
