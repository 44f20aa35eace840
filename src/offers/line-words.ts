import { Decimal } from 'decimal.js';
import { Exact, money } from '../kernel/money.js';
import type { HitClass } from '../policies/impact-class.js';
import { formatCount } from '../policies/format-amount.js';
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
import type { LineCode, LineInputs, OfferLine } from './proposal.js';

type Wordless = Omit<OfferLine, 'text'>;

/** What other offers are called, by their ids. */
export type NameOffers = (offerIds: readonly string[]) => Words;

type Worder = (line: Wordless, nameOffers: NameOffers | undefined) => Words;

/** What a line says, from its code and inputs alone: the formula, in words. Other offers go by their ids unless they are named. */
export function wordLine(line: Wordless, nameOffers?: NameOffers): Words {
  return WORDERS[line.code](line, nameOffers);
}

/** The offers that a line is about: those that used a cap, were granted or compensated before, or that it adds to. */
export function offersNamedBy({ inputs }: Pick<OfferLine, 'inputs'>): readonly string[] {
  return [inputs['offerIds'], inputs['supplements']].flatMap((ids) => String(ids ?? '').match(/[^\s,]+/g) ?? []);
}

const suffered: Worder = (line) => join(sufferedWords(line.inputs), earnedWords(line));
const measured: Worder = (line) => join(availabilityWords(line.inputs), earnedWords(line));

const WORDERS: Readonly<Record<LineCode, Worder>> = {
  fixed_amount: suffered,
  percent_of_fee: suffered,
  tier: measured,
  linear: measured,
  step: measured,
  in_kind: (line) => {
    const isLived = line.inputs['availability'] === undefined;
    return join(isLived ? sufferedWords(line.inputs) : availabilityWords(line.inputs), givenWords(line));
  },
  floor: limit('floorMinor', 'Porté au montant minimal de', 'Raised to the least amount of'),
  minimum: limit('minimumMinor', 'Rien en dessous de', 'Nothing below'),
  cap_incident: limit('cap', `Plafond par incident${NBSP}:`, 'Cap for an incident:'),
  cap_period: limit('cap', `Plafond de la période${NBSP}:`, 'Cap for the period:'),
  cap_rolling_year: limit('cap', `Plafond sur douze mois${NBSP}:`, 'Cap over twelve months:'),
  cap_one_per_period: named('Une seule offre par période', 'One offer in a period'),
  already_granted: (line, nameOffers) => {
    if (line.inputs['offerIds'] !== undefined) {
      return named('Déjà accordé pour la période', 'Granted for the period already')(line, nameOffers);
    }
    const said = { fr: 'Déjà accordé pour cet incident', en: 'Granted for this incident already' };
    return nameOffers === undefined ? said : named(said.fr, said.en)(line, nameOffers);
  },
  already_compensated: (line, nameOffers) => {
    const time = durationText(Number(line.inputs['seconds']));
    const fr = `Temps cumulé des personnes déjà compensé${NBSP}: ${time}`;
    return named(fr, `People’s time compensated before: ${time}`)(line, nameOffers);
  },
  upgrade: (line, nameOffers) => {
    const time = durationText(Number(line.inputs['seconds']));
    const fr = `Temps cumulé des personnes déjà compensé au titre d’un effet moindre${NBSP}: ${time}`;
    return named(fr, `People’s time compensated before for a lesser effect: ${time}`)(line, nameOffers);
  },
  not_combined: ({ inputs }) => COMBINED_WORDS[String(inputs['how'])] ?? NOT_COMPARABLE,
  plan_not_in_policy: notForPlan,
  plan_excluded: notForPlan,
  status_excluded: ({ inputs }) => {
    const status = STATUS_WORDS[String(inputs['status'])] ?? { fr: '', en: '' };
    return {
      fr: `Ne s’applique pas aux contrats ${status.fr}`,
      en: `Does not apply to contracts that are ${status.en}`,
    };
  },
  adjusted: () => ({ fr: 'Montant modifié par une personne', en: 'Amount changed by a person' }),
  provisional: ({ inputs }) => {
    const until = lastDayWords(inputs);
    return {
      fr: `Provisoire jusqu’à la fin de la période, le ${until.fr}`,
      en: `Provisional until the period ends on ${until.en}`,
    };
  },
};

const STATUS_WORDS: Readonly<Record<string, Words>> = {
  active: { fr: 'actifs', en: 'active' },
  trial: { fr: 'à l’essai', en: 'on trial' },
  suspended: { fr: 'suspendus', en: 'suspended' },
};

const NOT_COMPARABLE: Words = {
  fr: 'Ne s’ajoute pas à ce que le contrat prévoit',
  en: 'Not added to what the contract provides for',
};
const COMBINED_WORDS: Readonly<Record<string, Words>> = {
  top_up: { fr: 'Compris dans ce que le contrat prévoit', en: 'Part of what the contract provides for' },
  larger: { fr: 'Seul le plus élevé des deux compte', en: 'Only the larger of the two counts' },
};

/** Whom a policy is not for, without its code, which says nothing to a customer. */
function notForPlan({ inputs }: Wordless): Words {
  return { fr: `Ne s’applique pas au forfait ${inputs['plan']}`, en: `Does not apply to the plan ${inputs['plan']}` };
}

/** A limit, how high it is, and how much of it others have used. */
function limit(input: string, fr: string, en: string): Worder {
  return (line, nameOffers) => {
    const much = valueWords(line, Number(line.inputs[input]));
    const used = Number(line.inputs['consumed'] ?? 0) > 0 ? usedWords(line, nameOffers) : { fr: '', en: '' };
    return { fr: `${fr} ${much.fr}${used.fr}`, en: `${en} ${much.en}${used.en}` };
  };
}

/** A text with the offers that it is about. */
function named(fr: string, en: string): Worder {
  return (line, nameOffers = byIds) => {
    const offerIds = offersNamedBy(line);
    if (offerIds.length === 0) return { fr, en };
    const offers = nameOffers(offerIds);
    return { fr: `${fr} (${offers.fr})`, en: `${en} (${offers.en})` };
  };
}

function byIds(offerIds: readonly string[]): Words {
  return { fr: `offre ${offerIds.join(' ')}`, en: `offer ${offerIds.join(' ')}` };
}

function usedWords(line: Wordless, nameOffers: NameOffers = byIds): Words {
  const used = valueWords(line, Number(line.inputs['consumed']));
  const offers = nameOffers(offersNamedBy(line));
  return {
    fr: `, dont ${used.fr} déjà accordé (${offers.fr})`,
    en: `, of which ${used.en} is taken (${offers.en})`,
  };
}

function valueWords({ inKind, inputs }: Wordless, value: number): Words {
  return inKind === undefined
    ? moneyWords({ amountMinor: value, currency: String(inputs['currency']) })
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
    const per = inputs['per'] as PaidPer | undefined;
    if (per === undefined || per === 'incident') {
      return { fr: `montant fixe de ${each.fr}`, en: `a fixed amount of ${each.en}` };
    }
    const [one] = PER_WORDS[per];
    return { fr: `${each.fr} par ${one.fr}`, en: `${each.en} per ${one.en}` };
  }
  const fee = moneyWords({ amountMinor: new Exact(String(inputs['feeMinor'])).round(), currency });
  const base = FEE_WORDS[inputs['feeBase'] as FeeBase];
  const whole = { fr: `${base.fr} ${fee.fr}`, en: `${base.en} ${fee.en}` };
  if (code === 'linear') return linearWords(inputs, whole);
  const share = percentWords(String(inputs['percent']));
  if (code !== 'step') return { fr: `${share.fr} ${whole.fr}`, en: `${share.en} ${whole.en}` };
  const per = percentWords(String(inputs['per']));
  const steps = Number(inputs['steps']);
  if (steps === 1) {
    return { fr: `${per.fr} manquant, ${share.fr} ${whole.fr}`, en: `${per.en} missing, ${share.en} ${whole.en}` };
  }
  return {
    fr: `${steps} fois ${per.fr} manquant, ${share.fr} ${whole.fr} chaque fois`,
    en: `${steps} times ${per.en} missing, ${share.en} ${whole.en} each time`,
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
  const [whole = '', part] = new Decimal(String(minutes)).toDecimalPlaces(2).toFixed().split('.');
  const rest = (point: string): string => (part === undefined ? '' : `${point}${part}`);
  return {
    fr: `${formatCount(Number(whole), 'fr')}${rest(',')}${NBSP}min`,
    en: `${formatCount(Number(whole), 'en')}${rest('.')}${NBSP}min`,
  };
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
  const last = lastDayWords(inputs);
  const first = dayWords(start, zone);
  return { fr: `du ${first.fr} au ${last.fr}`, en: `from ${first.en} to ${last.en}` };
}

/** The last day of the period that inputs name: its end is the first instant after it. */
function lastDayWords(inputs: LineInputs): Words {
  return dayWords(new Date(new Date(String(inputs['periodEndAt'])).getTime() - 1), String(inputs['zone']));
}

function dayWords(at: Date, zone: string): Words {
  const { fr, en } = formatted(at, zone, { day: 'numeric', month: 'long', year: 'numeric' });
  return { fr: fr.replace(/^1 /, '1er '), en };
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
