import type { InstantBounds } from '../../platform/ingest/read-fields.js';
import { idOfIdentity } from '../attendance/people.js';
import { ruleFor } from './hook-source.js';
import type { ToldPerson } from './meeting-event.js';
import type { EventVerdict, MappedSource, OpenEvent } from './meeting-events.sql.js';

/** Whose an event is. */
export type EventOwner = {
  readonly customerId: string;
  readonly externalId: string;
  readonly components: readonly string[] | null;
};

export type OwnedEvent = { readonly event: OpenEvent; readonly owner: EventOwner | undefined };

/** The customer of an event: the one that it names, or the one of the source that covers it. */
export function ownerOf(
  { provider, said }: OpenEvent,
  known: { readonly sources: readonly MappedSource[]; readonly customers: ReadonlyMap<string, string> },
): EventOwner | undefined {
  const named = said.owner.customer;
  if (named !== undefined) {
    const customerId = known.customers.get(named);
    return customerId === undefined ? undefined : { customerId, externalId: named, components: null };
  }
  const rule = ruleFor(provider, said.owner, known.sources);
  if (rule === undefined) return undefined;
  return { customerId: rule.customerId, externalId: rule.customerExternalId, components: rule.components };
}

/**
 * What becomes of an event. Once its customer is known, the person's id is made and what they were recognised by goes; the
 * same for one that is refused, which nobody will look at again.
 */
export function verdictOf(event: OpenEvent, owner: EventOwner | undefined, bounds: InstantBounds): EventVerdict {
  const { provider, eventId, said } = event;
  const instants = [said.at, ...(said.fact === 'left' && said.joinedAt !== null ? [said.joinedAt] : [])];
  const base = { provider, eventId, customerId: null, participantId: null };
  const fault = instants.some((at) => at > bounds.latest)
    ? 'instant_in_future'
    : instants.some((at) => at < bounds.earliest)
      ? 'instant_too_old'
      : said.fact === 'left' && said.joinedAt !== null && said.joinedAt > said.at
        ? 'leaves_before_joining'
        : null;
  if (fault !== null) {
    return { ...base, status: 'refused', reason: fault, said: withPerson(said, (person) => nameless(person, null)) };
  }
  if (owner === undefined) return { ...base, status: 'unmapped', reason: 'customer_not_known', said };
  const id = idOf(said.person, owner.externalId);
  return {
    ...base,
    status: 'applied',
    reason: null,
    customerId: owner.customerId,
    participantId: id,
    said: withPerson(said, (person) => nameless(person, id)),
  };
}

function idOf(person: ToldPerson | null, customerExternalId: string): string | null {
  if (person === null) return null;
  return person.id ?? idOfIdentity(customerExternalId, person.identity ?? '');
}

function nameless(person: ToldPerson, id: string | null): ToldPerson {
  return { ...person, id, identity: null };
}

function withPerson(said: OpenEvent['said'], change: (person: ToldPerson) => ToldPerson): OpenEvent['said'] {
  return said.person === null ? said : { ...said, person: change(said.person) };
}
