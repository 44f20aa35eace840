import { createHash } from 'node:crypto';
import type { SessionKind } from '../participant.js';

/** A person as a file names them. `account` is an id of theirs in the platform that stays the same. */
export type NamedPerson = { readonly name: string; readonly email: string; readonly account: string };

/** Notes that platforms put behind a name, in their languages. */
const SUFFIX =
  /\s*[([](?:guest|external|unverified|invité|externe|non vérifié|invitado|externo|no verificado|gast|extern|nicht überprüft|nicht verifiziert|ospite|esterno|non verificato|niet geverifieerd|convidado|não verificado|me|moi|host|co-host|hôte|co-hôte)(?:,[^)\]]*)?[)\]]\s*$/iu;
const ORIGINAL = /^(?<shown>[^()]+)\((?<original>[^()]{2,})\)$/u;
const HOST = /[([](?:host|co-host|hôte|co-hôte)(?:,[^)\]]*)?[)\]]\s*$/iu;
const BOT =
  /\b(?:read\.ai|otterpilot|otter\.ai|fireflies|notetaker|note taker|tl;?dv|meetgeek|recall\.ai|noota|meeting notes|notes? bot|recording bot)\b/iu;
const PHONE = /^(?:\+?\d[\d\s().*x-]{5,}|call-?in user[_ ]?\d+|phone user|utilisateur par téléphone.*)$/iu;
const ROOM = /^(?:zoom room|teams room|rooms? system|salle zoom)\b|\b(?:zoom rooms?|teams rooms?)$/iu;

/** What kind of participant a name belongs to. Only what is certain is a bot: bots are never hit. */
export function kindOf(name: string): SessionKind {
  if (BOT.test(name)) return 'bot';
  if (PHONE.test(name.trim())) return 'dial_in';
  return ROOM.test(name.trim()) ? 'room' : 'person';
}

/**
 * The id under which a person of a customer is kept: the same for the same e-mail, else the same account, else the same
 * name without the notes that platforms add. It does not show who they are. Null when the file names none of the three.
 */
export function participantId(customerExternalId: string, person: NamedPerson): string | null {
  const identity = identityOf(person);
  return identity === null ? null : idOfIdentity(customerExternalId, identity);
}

/** What a person is known by: `mail …`, else `account …`, else `name …`; personal, unlike the id made of it. */
export function identityOf(person: NamedPerson): string | null {
  const email = person.email.trim().toLowerCase();
  if (email !== '') return `mail ${email}`;
  if (person.account !== '') return `account ${person.account}`;
  const name = plainName(person.name);
  return name === '' ? null : `name ${name}`;
}

/** The id of an identity among a customer's people. */
export function idOfIdentity(customerExternalId: string, identity: string): string {
  const digest = createHash('sha256').update(`${customerExternalId}\0${identity}`).digest('base64url');
  return `p-${digest.slice(0, 24)}`;
}

/** True for "Ana Lind (Host)", as Zoom marks whoever moderates. */
export function isNamedHost(name: string): boolean {
  return HOST.test(name);
}

/**
 * "Jo (Jo Martin)" is Jo Martin, who renamed themselves; "Jo Martin (Guest)" is Jo Martin. But "Jo Martin (she/her)" and
 * "Jo Martin (Acme Ltd)" have another thing in brackets, which others may have, too: the brackets hold the original name
 * only when both share a word, or the one is the other's initials.
 */
function plainName(name: string): string {
  let plain = name.normalize('NFC').replaceAll(/\s+/g, ' ').trim().toLowerCase();
  while (SUFFIX.test(plain)) plain = plain.replace(SUFFIX, '').trim();
  const { shown = '', original = '' } = ORIGINAL.exec(plain)?.groups ?? {};
  return isSameName(shown, original) ? original.trim() : plain;
}

function isSameName(shown: string, original: string): boolean {
  const [left, right] = [wordsOf(shown), wordsOf(original)];
  if (left.length === 0 || right.length < 2) return false;
  return left.some((word) => right.includes(word)) || left.join('') === right.map((word) => word[0]).join('');
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{M}]+/gu) ?? [];
}
