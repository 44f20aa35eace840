/**
 * What speaks for a customer: an agent named it (`named`), the address is that of a contact (`contact`) or of somebody in
 * its meetings (`participant`), the meeting is its own (`meeting`), its contacts write from the same domain (`domain`), its
 * name is the one given (`name`).
 */
export const CUSTOMER_SIGNALS = ['named', 'contact', 'participant', 'meeting', 'domain', 'name'] as const;
export type CustomerSignal = (typeof CUSTOMER_SIGNALS)[number];

/** What speaks for an incident: an agent named it, the meeting was then, or the day and time are. */
export const INCIDENT_SIGNALS = ['named', 'meeting', 'time', 'day'] as const;
export type IncidentSignal = (typeof INCIDENT_SIGNALS)[number];

export type CustomerCandidate = {
  readonly id: string;
  readonly externalId: string;
  readonly name: string;
  readonly signals: readonly CustomerSignal[];
};

/**
 * `startsAt` is when its first window begins (RFC 3339; null without a window); `affected`: the newest assessment names the
 * customer of whom it is asked.
 */
export type IncidentCandidate = {
  readonly id: string;
  readonly reference: string | null;
  readonly title: string;
  readonly startsAt: string | null;
  readonly signals: readonly IncidentSignal[];
  readonly affected: boolean;
};

/** Whose a claim is, or undefined when that is for an agent to say. */
export type Choice<Candidate> = { readonly chosen: Candidate | undefined; readonly candidates: readonly Candidate[] };

/** Anybody may give any company's name, so it only ever proposes. */
const DECIDING: readonly CustomerSignal[] = ['named', 'contact', 'participant', 'meeting', 'domain'];
/** What is about the claimant or the meeting itself; two that contradict each other are for an agent. */
const STRONG: readonly CustomerSignal[] = ['contact', 'participant', 'meeting'];

/**
 * The customer that a claim is of: the one that an agent named; else the only one for which something strong speaks; else
 * the only one whose contacts write from the claimant's domain. Candidates come best first.
 */
export function chooseCustomer(found: readonly CustomerCandidate[]): Choice<CustomerCandidate> {
  const candidates = found.toSorted((a, b) => compareCandidates(CUSTOMER_SIGNALS, a, b));
  const withSignal = (signals: readonly CustomerSignal[]): readonly CustomerCandidate[] =>
    candidates.filter((candidate) => candidate.signals.some((signal) => signals.includes(signal)));
  for (const signals of [['named'], STRONG, DECIDING] as const) {
    const [first, second] = withSignal(signals);
    if (first !== undefined) return { chosen: second === undefined ? first : undefined, candidates };
  }
  return { chosen: undefined, candidates };
}

/**
 * The incident that a claim is of: the one that an agent named; else, among those that the meeting points to, else the
 * time, else the day, the only one; of several, the only one that hit the customer.
 */
export function chooseIncident(found: readonly IncidentCandidate[]): Choice<IncidentCandidate> {
  const candidates = found.toSorted(
    (a, b) => compareCandidates(INCIDENT_SIGNALS, a, b) || Number(b.affected) - Number(a.affected),
  );
  for (const signal of INCIDENT_SIGNALS) {
    const pointed = candidates.filter(({ signals }) => signals.includes(signal));
    if (pointed.length === 0) continue;
    const affected = pointed.filter((candidate) => candidate.affected);
    const [only, another] = pointed.length > 1 && affected.length > 0 ? affected : pointed;
    return { chosen: another === undefined ? only : undefined, candidates };
  }
  return { chosen: undefined, candidates };
}

/** Providers at which anybody has an address: their domains say nothing of a company. */
const PUBLIC_PROVIDERS: ReadonlySet<string> = new Set(
  `aol.com bbox.fr free.fr gmail.com gmx.com gmx.de gmx.net googlemail.com hotmail.co.uk hotmail.com hotmail.fr icloud.com
  laposte.net live.com live.fr mac.com mail.com me.com msn.com neuf.fr numericable.fr orange.fr outlook.com outlook.fr
  pm.me proton.me protonmail.com qq.com sfr.fr t-online.de wanadoo.fr web.de yahoo.co.uk yahoo.com yahoo.fr yandex.com
  ymail.com zoho.com`.split(/\s+/),
);

/** The domain of an address when it can tell a company, in lower case; null for a public provider's. */
export function companyDomain(email: string): string | null {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  return domain === '' || PUBLIC_PROVIDERS.has(domain) ? null : domain;
}

function compareCandidates<Signal extends string>(
  order: readonly Signal[],
  a: { readonly id: string; readonly signals: readonly Signal[] },
  b: { readonly id: string; readonly signals: readonly Signal[] },
): number {
  const best = ({ signals }: { readonly signals: readonly Signal[] }): number =>
    Math.min(...signals.map((signal) => order.indexOf(signal)), order.length);
  return best(a) - best(b) || b.signals.length - a.signals.length || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
