import type { HookProvider, Owner } from './meeting-event.js';

export const SOURCE_PROVIDERS = ['zoom', 'livekit'] as const satisfies readonly HookProvider[];
export type SourceProvider = (typeof SOURCE_PROVIDERS)[number];

export const SOURCE_SCOPES = ['account', 'host', 'room', 'room_prefix'] as const;
export type SourceScope = (typeof SOURCE_SCOPES)[number];

/** Which scopes a provider's events can be told apart by. */
export const SCOPES_OF: Readonly<Record<SourceProvider, readonly SourceScope[]>> = {
  zoom: ['account', 'host'],
  livekit: ['room', 'room_prefix'],
};

/** Whose meetings an account, host or room holds. */
export type SourceRule = {
  readonly provider: SourceProvider;
  readonly scope: SourceScope;
  readonly value: string;
};

/** The rule for an event: the host before the account, the room before a prefix, a longer prefix before a shorter one. */
export function ruleFor<T extends SourceRule>(
  provider: HookProvider,
  owner: Owner,
  rules: readonly T[],
): T | undefined {
  const own = rules.filter((rule) => rule.provider === provider);
  const exact = (scope: SourceScope, value: string | undefined): T | undefined =>
    own.find((rule) => rule.scope === scope && rule.value === value);
  const prefixes = own
    .filter(({ scope, value }) => scope === 'room_prefix' && owner.room?.startsWith(value) === true)
    .toSorted((a, b) => b.value.length - a.value.length);
  return exact('host', owner.host) ?? exact('account', owner.account) ?? exact('room', owner.room) ?? prefixes[0];
}
