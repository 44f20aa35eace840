import { DomainError } from '../../kernel/domain-error.js';
import type { Actor, Role } from './actor.js';
import type { PersonRow } from './people.sql.js';

/** Who the caller is. A key has a name and roles, and nothing else. */
export type Me = {
  readonly id: string;
  readonly kind: 'key' | 'person';
  readonly name: string;
  readonly email: string | null;
  readonly roles: readonly Role[];
  readonly locale: string | null;
  readonly theme: string | null;
};

/** Somebody who signed in, as every write keeps them. */
export function personActor({ id, roles }: Pick<PersonRow, 'id' | 'roles'>): Actor {
  return { id: `person:${id}`, kind: 'person', roles };
}

export function meOf({ id, name, email, roles, locale, theme }: PersonRow): Me {
  return { id: `person:${id}`, kind: 'person', name, email, roles, locale, theme };
}

export function meOfKey({ id, roles }: Actor): Me {
  return { id, kind: 'key', name: id.replace(/^key:/, ''), email: null, roles, locale: null, theme: null };
}

/** Whose account it is. Throws `person_required` for a key. */
export function personIdOf({ id, kind }: Actor): string {
  if (kind === 'person') return id.replace(/^person:/, '');
  throw new DomainError('forbidden', 'person_required', 'Only a person who signed in has an account.');
}
