import { createHash } from 'node:crypto';
import type { Reason } from '../kernel/domain-error.js';
import type { Confidence, EvidenceSource } from './evidence.js';
import { CAPABILITIES, type Capability, type WindowCapabilities, type WindowState } from './outage-window.js';

export const PROPOSAL_STATUSES = ['proposed', 'accepted', 'dismissed', 'superseded'] as const;
/** `superseded`: a later reading of the same failure took its place before anybody decided. */
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];

/** Who told: the status page's own component statuses, or somebody's prose. */
export type ProposalOrigin = 'status_page' | 'post_mortem';

/** How precisely a claim tells its time. `approximate`: "about 13:54"; `implied`: the text names it elsewhere. */
export const PRECISIONS = ['second', 'minute', 'approximate', 'implied'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** What is claimed of one end of a window; an `alert` is when somebody noticed, so the failure is not younger. */
export type ClaimAbout = 'start' | 'end' | 'alert';

/** One statement about when a window starts or ends, with the words that it rests on. */
export type Claim = {
  readonly about: ClaimAbout;
  readonly at: Date;
  readonly precision: Precision;
  readonly source: EvidenceSource;
  readonly confidence: Confidence;
  readonly sentence: string;
};

/** A claim as JSON keeps it. Claims are named by their place in the list, from 0. */
export type StoredClaim = Omit<Claim, 'at'> & { readonly at: string };

/**
 * A window that a reader found. `startsAt` and `endsAt` are null where the source gives none, or where it gives several
 * between which a person has to choose.
 */
export type ProposedWindow = {
  readonly subject: string | null;
  readonly pageComponentId: string | null;
  readonly componentKey: string | null;
  readonly state: WindowState;
  readonly capabilities: readonly Capability[] | null;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly claims: readonly Claim[];
};

/** Status changes a proposal can still be given; only an undecided one has any. */
export function nextProposalStatuses(status: ProposalStatus): readonly ProposalStatus[] {
  return status === 'proposed' ? ['accepted', 'dismissed'] : [];
}

/** The times that claims of one kind tell, each once, in order. */
export function claimedTimes(claims: readonly Claim[], about: ClaimAbout): Date[] {
  const times = claims.filter((claim) => claim.about === about).map(({ at }) => at.getTime());
  return [...new Set(times)].toSorted((a, b) => a - b).map((time) => new Date(time));
}

/** The one time that claims of one kind agree on; null when they tell none, or several. */
export function agreedTime(claims: readonly Claim[], about: 'start' | 'end'): Date | null {
  const times = claimedTimes(claims, about);
  return times.length === 1 ? (times[0] ?? null) : null;
}

/** What a person decides on accepting: the claims to believe (by place) or times of their own, component, effect. */
export type Acceptance = {
  readonly startClaim?: number;
  readonly endClaim?: number;
  readonly startsAt?: Date;
  readonly endsAt?: Date;
  readonly ongoing?: boolean;
  readonly componentKey?: string;
  readonly capabilities?: WindowCapabilities;
  readonly reason: string | null;
};

/** The window that an acceptance makes, and which claims its ends were taken from (null: a time of the person's own). */
export type AcceptedWindow = {
  readonly componentKey: string;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly capabilities: WindowCapabilities;
  readonly startClaim: number | null;
  readonly endClaim: number | null;
};

type Acceptable = Pick<ProposedWindow, 'componentKey' | 'state' | 'capabilities' | 'startsAt' | 'endsAt' | 'claims'>;

/**
 * The window of an accepted proposal, or every reason why it is not one yet: which claim to believe where they compete,
 * an end where the source gives none (or that it goes on), the component where it is not known, and the why of a choice.
 */
export function acceptProposal(
  proposal: Acceptable,
  ownCapabilities: ReadonlyMap<string, readonly Capability[]>,
  wanted: Acceptance,
): AcceptedWindow | readonly Reason[] {
  const reasons: Reason[] = [];
  const start = chosenTime(proposal, 'start', wanted, reasons);
  const end = wanted.ongoing === true ? { at: null, claim: null } : chosenTime(proposal, 'end', wanted, reasons);
  const componentKey = wanted.componentKey ?? proposal.componentKey;
  if (componentKey === null) {
    const message = 'The source does not say which of the components this is; name it.';
    reasons.push({ path: 'componentKey', code: 'component_needed', message });
  }
  if (isChoice(proposal, wanted) && wanted.reason === null) {
    reasons.push({ path: 'reason', code: 'reason_needed', message: 'Say why this claim and not another is chosen.' });
  }
  if (reasons.length > 0 || componentKey === null || start.at === null) return reasons;
  const known = ownCapabilities.get(componentKey) ?? CAPABILITIES;
  const hit = (proposal.capabilities ?? hitByDefault(known)).filter((capability) => known.includes(capability));
  const capabilities = wanted.capabilities ?? Object.fromEntries(hit.map((name) => [name, proposal.state]));
  return {
    componentKey,
    startsAt: start.at,
    endsAt: end.at,
    capabilities,
    startClaim: start.claim,
    endClaim: end.claim,
  };
}

/**
 * What a failure takes where neither its source nor the mapping says: getting in and taking part. In many outages sound and
 * picture go on for whoever is inside, and their loss weighs heavier; so it is said, unless the component is nothing else.
 */
function hitByDefault(known: readonly Capability[]): readonly Capability[] {
  const withoutMedia = known.filter((capability) => capability !== 'media' && capability !== 'view');
  return withoutMedia.length > 0 ? withoutMedia : known;
}

type Chosen = { readonly at: Date | null; readonly claim: number | null };

function chosenTime(
  { claims, startsAt, endsAt }: Acceptable,
  about: 'start' | 'end',
  wanted: Acceptance,
  reasons: Reason[],
): Chosen {
  const [path, place] = about === 'start' ? ['startClaim', wanted.startClaim] : ['endClaim', wanted.endClaim];
  const own = about === 'start' ? wanted.startsAt : wanted.endsAt;
  if (own !== undefined) return { at: own, claim: null };
  if (place !== undefined) {
    const claim = claims[place];
    const fits = claim !== undefined && (claim.about === 'end') === (about === 'end');
    if (!fits) reasons.push({ path, code: 'unknown_claim', message: `No claim ${place} tells of the ${about}.` });
    return fits ? { at: claim.at, claim: place } : { at: null, claim: null };
  }
  const agreed = about === 'start' ? startsAt : endsAt;
  if (agreed !== null) {
    const claim = claims.findIndex((each) => each.about === about && each.at.getTime() === agreed.getTime());
    return { at: agreed, claim: claim === -1 ? null : claim };
  }
  reasons.push(missingTime(claims, about, path));
  return { at: null, claim: null };
}

function missingTime(claims: readonly Claim[], about: 'start' | 'end', path: string): Reason {
  const places = claims.flatMap((claim, index) => ((claim.about === 'end') === (about === 'end') ? [index] : []));
  if (places.length > 0) {
    const told = places.map((index) => `${index} (${claims[index]?.at.toISOString()})`).join(', ');
    return { path, code: 'choice_needed', message: `Several claims compete for the ${about}: choose one of ${told}.` };
  }
  const message =
    about === 'start'
      ? 'The source gives no start; give startsAt.'
      : 'The source gives no end; give endsAt, or say that it is ongoing.';
  return { path: about === 'start' ? 'startsAt' : 'endsAt', code: `${about}_needed`, message };
}

/** True when the person decides something that the source leaves open or says otherwise. */
function isChoice({ startsAt, endsAt }: Acceptable, wanted: Acceptance): boolean {
  const choosesStart = startsAt === null || wanted.startsAt !== undefined || wanted.startClaim !== undefined;
  const choosesEnd = wanted.endsAt !== undefined || (endsAt === null && wanted.endClaim !== undefined);
  return choosesStart || choosesEnd || (endsAt !== null && wanted.ongoing === true);
}

/** What tells proposals of the same failure apart from others of the incident: the same origin, subject, state, start. */
export function seriesOf(origin: ProposalOrigin, window: ProposedWindow): string {
  const starts = window.startsAt ?? claimedTimes(window.claims, 'start')[0] ?? claimedTimes(window.claims, 'alert')[0];
  const subject = window.pageComponentId ?? window.componentKey ?? window.subject;
  return hash([origin, subject, window.state, starts ?? window.endsAt]);
}

/** The same for the same reading, another for any other; other words for the same times are the same reading. */
export function fingerprintOf(origin: ProposalOrigin, window: ProposedWindow): string {
  const { subject, pageComponentId, componentKey, state, capabilities, startsAt, endsAt, claims } = window;
  const told = claims.map(({ about, at, source, precision }) => [about, at, source, precision]);
  // A page may call its component something else tomorrow.
  const name = pageComponentId === null ? subject : null;
  return hash([origin, name, pageComponentId, componentKey, state, capabilities, startsAt, endsAt, told]);
}

function hash(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32);
}
