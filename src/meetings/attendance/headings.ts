import { HEADING_WORDS } from './heading-words.js';

/** What a column of an attendance file holds. */
export type Field =
  | 'name'
  | 'firstName'
  | 'lastName'
  | 'email'
  | 'joined'
  | 'left'
  | 'firstJoined'
  | 'lastLeft'
  | 'duration'
  | 'totalDuration'
  | 'role'
  | 'action'
  | 'timestamp'
  | 'inWaitingRoom'
  | 'topic'
  | 'meetingId'
  | 'start'
  | 'end'
  | 'hostEmail'
  | 'accountId';

const FIELD_OF: ReadonlyMap<string, Field> = new Map(
  (Object.entries(HEADING_WORDS) as [Field, string][]).flatMap(([field, words]) =>
    words.split(' | ').map((heading) => [heading, field] as const),
  ),
);

/** Plain small letters and digits, one space between words: what headings of any spelling are compared by. */
export function plainWords(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll('ß', 'ss')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** What a heading stands for; undefined for one that is of no use here. */
export function fieldOf(heading: string): Field | undefined {
  return FIELD_OF.get(plainWords(heading));
}

export type FieldPlaces = ReadonlyMap<Field, number>;

/** Where each field of a heading row stands; of a heading that comes twice, the first place. */
export function fieldPlaces(cells: readonly string[]): FieldPlaces {
  const places = new Map<Field, number>();
  for (const [index, cell] of cells.entries()) {
    const field = fieldOf(cell);
    if (field !== undefined && !places.has(field)) places.set(field, index);
  }
  return places;
}

const FACILITATOR =
  /organi[sz]|organisateur|organizador|organizzatore|organisator|järjestäjä|co-?host|\bhost\b|h[oô]te|anfitri|gastgeber/i;

/** Whoever organises or hosts moderates; a "presenter" in Teams may be anybody. */
export function isFacilitatorRole(role: string): boolean {
  return FACILITATOR.test(role);
}

const LEFT =
  /\b(?:left|quitt|parti[es]?\b|salio|abandon|verlassen|verliet|verlaten|uscit|abbandon|saiu|sortie?|opuscil|wyszedl|poistui|lahti)/;
const JOINED =
  /\b(?:joined|rejoint|participe|unio|beigetreten|teilgenommen|partecip|aggiunt|unito|deelgenomen|toegetreden|ingress|entrou|participou|arrive|dolaczyl|liittyi)/;

/** What the action of an attendance list says; undefined for words that say neither. */
export function actionOf(words: string): 'joined' | 'left' | undefined {
  const heard = plainWords(words);
  if (LEFT.test(heard)) return 'left';
  return JOINED.test(heard) ? 'joined' : undefined;
}
