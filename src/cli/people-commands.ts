import { PrivacyService, type PersonQuestion } from '../people/privacy.service.js';
import type { Session } from './session.js';

/** Prints everything that is held about one person, as JSON. */
export async function exportPerson({ app, actor }: Session, question: PersonQuestion): Promise<void> {
  console.log(JSON.stringify(await app.get(PrivacyService, { strict: false }).export(question, actor), null, 2));
}

/** Forgets one person, and prints what was erased and what a law makes us keep. */
export async function erasePerson({ app, actor }: Session, question: PersonQuestion): Promise<void> {
  console.log(JSON.stringify(await app.get(PrivacyService, { strict: false }).erase(question, actor), null, 2));
}
