import { companyName, CULTURES, type Culture } from './cultures.js';
import type { ContactLine, ContractLine, CustomerLine } from './ingest-lines.js';
import { Random } from './random.js';

/** Keys that keep the sequences of random numbers apart. */
const SIZE_KEY = 1;
const CULTURE_KEY = 2;
const STATUS_KEY = 3;
const DETAIL_KEY = 4;

/** Quotas hold exactly in every block of this many customers, so that a small demo has some of everything. */
const BLOCK_SIZE = 40;
const TRIALS_PER_BLOCK = 3;
const SUSPENDED_PER_BLOCK = 1;

/**
 * The nth largest customer has people in proportion to 1 / (n + 2): a power law whose head is not too tall. A quotient,
 * because powers with fractions may differ in their last digit from one machine to the next.
 */
const SIZE_OFFSET = 3;

/** The Success agents who own the customers; all invented. */
export const SUCCESS_AGENTS = [
  { name: 'Inès Morvanec', email: 'ines.morvanec@success.example' },
  { name: 'Jonas Ekströmer', email: 'jonas.ekstromer@success.example' },
  { name: 'Aoife Brannigault', email: 'aoife.brannigault@success.example' },
  { name: 'Matteo Castelforte', email: 'matteo.castelforte@success.example' },
  { name: 'Łucja Gołąbek', email: 'lucja.golabek@success.example' },
] as const;

/** Prices invented for the demo, in minor units of the currency; a fee is a whole multiple of its plan's price. */
const PRICES: Readonly<Record<string, Readonly<Record<PaidPlan, number>>>> = {
  EUR: { team: 4900, business: 19_000, enterprise: 95_000 },
  GBP: { team: 4500, business: 17_000, enterprise: 85_000 },
  USD: { team: 5500, business: 22_000, enterprise: 110_000 },
  CHF: { team: 5500, business: 21_000, enterprise: 105_000 },
  JPY: { team: 6000, business: 24_000, enterprise: 118_000 },
};
type PaidPlan = 'team' | 'business' | 'enterprise';

const CONTACT_ROLES = ['admin', 'billing', 'sponsor'] as const;

/** One customer of the demo before anything is written about it; `index` is its place, `people` its share of them. */
export type DemoCustomer = {
  readonly index: number;
  readonly externalId: string;
  readonly culture: Culture;
  readonly name: string;
  readonly people: number;
  /** 0 for the largest customer, near 1 for the smallest. */
  readonly rank: number;
  readonly status: ContractLine['status'];
};

/** All customers, with the people dealt out by a power law. The people of all of them are exactly `people`. */
export function demoCustomers(customers: number, people: number, seed: number): DemoCustomer[] {
  const ranks = new Random(seed, SIZE_KEY).shuffled(Array.from({ length: customers }, (_, rank) => rank));
  const sizes = powerLawShares(customers, people);
  const companiesOfCulture = new Map<Culture, number>();
  const digits = Math.max(4, String(customers).length);
  return ranks.map((rank, index) => {
    const culture = dealt(CULTURE_CARDS, index, seed, CULTURE_KEY);
    const nth = companiesOfCulture.get(culture) ?? 0;
    companiesOfCulture.set(culture, nth + 1);
    return {
      index,
      externalId: `cus-${String(index + 1).padStart(digits, '0')}`,
      culture,
      name: companyName(culture, nth),
      people: sizes[rank] as number,
      rank: rank / customers,
      status: dealt(STATUS_CARDS, index, seed, STATUS_KEY),
    };
  });
}

const CULTURE_CARDS = CULTURES.flatMap((culture) => Array.from({ length: culture.share }, () => culture));
const STATUS_CARDS = Array.from({ length: BLOCK_SIZE }, (_, card): ContractLine['status'] => {
  if (card < TRIALS_PER_BLOCK) return 'trial';
  return card < TRIALS_PER_BLOCK + SUSPENDED_PER_BLOCK ? 'suspended' : 'active';
});

/** The card of the nth customer, from a pack that is shuffled anew for each block. */
function dealt<T>(cards: readonly T[], index: number, seed: number, key: number): T {
  const pack = new Random(seed, key, Math.floor(index / BLOCK_SIZE)).shuffled(cards);
  return pack[index % BLOCK_SIZE] as T;
}

function powerLawShares(customers: number, people: number): number[] {
  const weights = Array.from({ length: customers }, (_, rank) => 1 / (rank + SIZE_OFFSET));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const shares = weights.map((weight) => Math.floor((people * weight) / sum));
  const left = people - shares.reduce((total, share) => total + share, 0);
  return shares.map((share, rank) => share + Math.floor(left / customers) + (rank < left % customers ? 1 : 0));
}

/** The import line of a customer. */
export function customerLine(customer: DemoCustomer, seed: number): CustomerLine {
  const { culture, externalId, name } = customer;
  const random = new Random(seed, DETAIL_KEY, customer.index);
  const billing = billingIds(random, customer.index);
  return {
    externalId,
    name: `${name} ${culture.legalForm}`,
    timezone: culture.timezone,
    locale: culture.locale,
    contract: contractOf(random, customer),
    owner: random.pick(SUCCESS_AGENTS).email,
    components: random.chance(0.4) ? ['app', 'realtime', 'zoom'] : ['app', 'realtime', 'visio-collab', 'live-event'],
    ...(billing && { billing }),
    contacts: contactsOf(random, customer),
  };
}

function billingIds(random: Random, index: number): CustomerLine['billing'] {
  const number = String(index + 1).padStart(8, '0');
  const source = random.weighted([{ weight: 60, by: 'stripe' }, { weight: 25, by: 'lago' }, { weight: 15 }]);
  if (source.by === undefined) return undefined;
  return source.by === 'stripe' ? { stripeCustomerId: `cus_Demo${number}` } : { lagoCustomerId: `lago-demo-${number}` };
}

function contractOf(random: Random, { culture, rank, status }: DemoCustomer): ContractLine {
  const { currency } = culture;
  const plan = planOf(rank + random.between(-10, 10) / 100, status);
  const price = plan === 'free' ? 0 : (PRICES[currency] as Record<PaidPlan, number>)[plan];
  const monthlyFee = { amountMinor: price * random.between(1, plan === 'enterprise' ? 9 : 6), currency };
  if (status === 'trial') {
    return { plan, monthlyFee, status, from: `2020-09-${two(random.between(1, 14))}`, to: '2020-10-15' };
  }
  const from = `${random.between(2017, 2019)}-${two(random.between(1, 12))}-01`;
  return { plan, monthlyFee, status, from };
}

function planOf(size: number, status: ContractLine['status']): 'free' | PaidPlan {
  if (status === 'trial') return size < 0.5 ? 'business' : 'team';
  if (size < 0.15) return 'enterprise';
  if (size < 0.5) return 'business';
  return size < 0.85 ? 'team' : 'free';
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

function contactsOf(random: Random, { culture, name }: DemoCustomer): ContactLine[] {
  const domain = `${asciiWord(name)}.example`;
  const families = random.shuffled(culture.familyNames);
  return CONTACT_ROLES.slice(0, random.between(1, CONTACT_ROLES.length)).map((role, place) => {
    const given = random.pick(culture.givenNames);
    const family = families[place] as string;
    const email = `${asciiWord(given)}.${asciiWord(family)}@${domain}`;
    return { name: `${given} ${family}`, email, role, ...(random.chance(0.05) && { optedOut: true }) };
  });
}

/** Letters that Unicode does not take apart into a base letter and a mark. */
const UNDIVIDED: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', ł: 'l', æ: 'ae' };

/** A name as it stands in an address: `Hövelstein Prüftechnik` becomes `hovelstein-pruftechnik`. */
function asciiWord(text: string): string {
  return text
    .toLowerCase()
    .replace(/[ßøłæ]/g, (letter) => UNDIVIDED[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
