import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Actor, type Role, SYSTEM } from '../platform/access/actor.js';
import { personActor } from '../platform/access/me.js';
import { PeopleService } from '../platform/access/people.service.js';

/** Somebody of the demo's company, as an actor, and how they sign in. */
export type DemoPerson = {
  readonly actor: Actor;
  readonly role: Role;
  readonly name: string;
  readonly email: string;
  readonly password: string;
};

export type DemoPeople = Readonly<Record<'administrator' | 'manager' | 'agent', DemoPerson>>;

/** The people of the demo, all invented: who runs it, who approves, and who notes the answers. */
export async function makeDemoPeople(app: NestFastifyApplication): Promise<DemoPeople> {
  const make = async (role: Role, name: string, email: string): Promise<DemoPerson> => {
    const { person, password } = await app.get(PeopleService).create({ name, email, roles: [role] }, SYSTEM);
    return { actor: personActor(person), role, name, email, password };
  };
  return {
    administrator: await make('administrator', 'Alix Morel', 'alix@demo.invalid'),
    manager: await make('manager', 'Camille Laurent', 'camille@demo.invalid'),
    agent: await make('agent', 'Sacha Bernard', 'sacha@demo.invalid'),
  };
}
