import type { AttemptOutcome, ParticipantRole, SessionKind } from '../participant.js';

export const HOOK_PROVIDERS = ['zoom', 'livekit', 'meetings'] as const;
export type HookProvider = (typeof HOOK_PROVIDERS)[number];

export const EVENT_STATUSES = ['received', 'applied', 'unmapped', 'refused', 'ignored'] as const;
/** `unmapped`: it waits for a source that names its customer. `ignored`: of a type that says nothing to us. */
export type EventStatus = (typeof EVENT_STATUSES)[number];

/** By what the customer of an event is known: `customer` is our external id, the others belong to the provider. */
export type Owner = {
  readonly customer?: string;
  readonly account?: string;
  readonly host?: string;
  readonly room?: string;
};

/** A meeting as far as an event tells it; instants in seconds since 1970. Without both ends it stays a stub. */
export type ToldMeeting = {
  readonly id: string;
  readonly title: string | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly components: readonly string[] | null;
};

/** Who it was. One of `id`, already ours to keep, and `identity`, from which the id is made once the customer is known. */
export type ToldPerson = {
  readonly id: string | null;
  readonly identity: string | null;
  /** What a join and its leave have in common; '' when the provider gives nothing. */
  readonly connection: string;
  readonly role: ParticipantRole;
  readonly kind: SessionKind;
};

type Told = { readonly owner: Owner; readonly meeting: ToldMeeting; readonly at: number };

/** What an event says, in our words; `at` is when it happened, in seconds since 1970, not when it was sent. */
export type SaidByEvent =
  | (Told & { readonly fact: 'joined'; readonly person: ToldPerson })
  | (Told & { readonly fact: 'left'; readonly person: ToldPerson; readonly joinedAt: number | null })
  | (Told & { readonly fact: 'refused'; readonly person: ToldPerson; readonly outcome: AttemptOutcome })
  | (Told & { readonly fact: 'scheduled' | 'ended'; readonly person: null });

/** `said` is null for an event of a type that says nothing to us. */
export type ReadEvent = { readonly id: string | null; readonly type: string; readonly said: SaidByEvent | null };
