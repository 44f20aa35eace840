import type { SessionKind } from '../participant.js';
import { epochSeconds, EventFields, isObject, notReadable, optionalObject, optionalText } from './event-fields.js';
import type { ReadEvent, ToldMeeting, ToldPerson } from './meeting-event.js';

type Fields = Readonly<Record<string, unknown>>;

const FACTS: Readonly<Record<string, 'scheduled' | 'ended' | 'joined' | 'left' | 'refused'>> = {
  room_started: 'scheduled',
  room_finished: 'ended',
  participant_joined: 'joined',
  participant_left: 'left',
  // The media connection never came up: they were not let in.
  participant_connection_aborted: 'refused',
};
const KINDS: Readonly<Record<string, SessionKind>> = { SIP: 'dial_in', INGRESS: 'bot', EGRESS: 'bot', AGENT: 'bot' };
/** The values of ParticipantInfo.Kind, as numbers where the JSON was made so. */
const KIND_NAMES = ['STANDARD', 'INGRESS', 'EGRESS', 'SIP', 'AGENT'];

/**
 * A WebhookEvent of LiveKit, in either spelling of its JSON (`createdAt`, `created_at`); its times are in seconds. A
 * meeting is a room's `sid`: its name comes again. Throws `event_not_readable`.
 */
export function readLivekitEvent(body: unknown): ReadEvent {
  if (!isObject(body) || typeof body['event'] !== 'string' || body['event'].length > 200) throw notReadable();
  const type = body['event'];
  const id = optionalText(body, ['id']);
  const fact = Object.hasOwn(FACTS, type) ? FACTS[type] : undefined;
  if (fact === undefined) return { id, type, said: null };
  const fields = new EventFields();
  const at = fields.instant(body, ['createdAt', 'created_at'], 'createdAt', epochSeconds);
  const room = fields.object(body, 'room');
  const owner = { room: fields.text(room, ['name'], 'room.name') };
  const meeting = toldMeeting(room, fact === 'ended' ? at : null, fields);
  if (fact === 'scheduled' || fact === 'ended') {
    fields.finish();
    return { id, type, said: { fact, owner, meeting, at, person: null } };
  }
  const participant = fields.object(body, 'participant');
  const person = toldPerson(participant, fields);
  const joinedAt = epochSeconds(participant['joinedAt'] ?? participant['joined_at']);
  fields.finish();
  if (fact === 'refused') return { id, type, said: { fact, owner, meeting, at, person, outcome: 'refused' } };
  if (fact === 'left') return { id, type, said: { fact, owner, meeting, at, person, joinedAt } };
  // Both of its events carry the time of joining, so that a leave alone is a stay, and the two agree to the second.
  return { id, type, said: { fact, owner, meeting, at: joinedAt ?? at, person } };
}

/** A room is not scheduled: it lasts from its creation to its end. */
function toldMeeting(room: Fields, end: number | null, fields: EventFields): ToldMeeting {
  return {
    id: fields.text(room, ['sid'], 'room.sid'),
    title: optionalText(room, ['name']),
    start: epochSeconds(room['creationTime'] ?? room['creation_time']),
    end,
    components: null,
  };
}

function toldPerson(participant: Fields, fields: EventFields): ToldPerson {
  const kind = participant['kind'];
  const name = typeof kind === 'number' ? (KIND_NAMES[kind] ?? '') : typeof kind === 'string' ? kind : '';
  const permission = optionalObject(participant, 'permission');
  const isAdministrator = permission['roomAdmin'] === true || permission['room_admin'] === true;
  return {
    id: fields.text(participant, ['identity'], 'participant.identity'),
    identity: null,
    connection: optionalText(participant, ['sid']) ?? '',
    role: isAdministrator ? 'facilitator' : 'participant',
    kind: KINDS[name] ?? 'person',
  };
}
