import { readInstant } from '../../platform/ingest/read-instant.js';
import { PARTICIPANT_ROLES, SESSION_KINDS } from '../participant.js';
import { EventFields, isObject, notReadable, optionalObject, optionalText } from './event-fields.js';
import type { ReadEvent, ToldMeeting, ToldPerson } from './meeting-event.js';

type Fields = Readonly<Record<string, unknown>>;

const FACTS: Readonly<Record<string, 'scheduled' | 'ended' | 'joined' | 'left' | 'refused'>> = {
  'meeting.scheduled': 'scheduled',
  'meeting.ended': 'ended',
  'participant.joined': 'joined',
  'participant.left': 'left',
  'participant.refused': 'refused',
};
const OUTCOMES = ['refused', 'error', 'timeout'] as const;

/**
 * Our own event, for a platform that has none of the others: `{ type, data }`, sent as Standard Webhooks have it, with our
 * ids of customer and meeting in it. Throws `event_not_readable`.
 */
export function readGenericEvent(body: unknown, id: string): ReadEvent {
  if (!isObject(body) || typeof body['type'] !== 'string' || body['type'].length > 200) throw notReadable();
  const type = body['type'];
  const fact = Object.hasOwn(FACTS, type) ? FACTS[type] : undefined;
  if (fact === undefined) return { id, type, said: null };
  const fields = new EventFields();
  const data = fields.object(body, 'data');
  const owner = { customer: fields.text(data, ['customerId'], 'data.customerId') };
  const meeting = toldMeeting(data, fields);
  const at = fields.instant(data, ['at'], 'data.at', instant);
  const told = { owner, meeting, at };
  if (fact === 'scheduled' || fact === 'ended') {
    fields.finish();
    return { id, type, said: { ...told, fact, person: null } };
  }
  const person = toldPerson(data, fields);
  const outcome = fields.word(data['outcome'], 'data.outcome', OUTCOMES, 'refused');
  fields.finish();
  if (fact === 'joined') return { id, type, said: { ...told, fact, person } };
  if (fact === 'refused') return { id, type, said: { ...told, fact, person, outcome } };
  return { id, type, said: { ...told, fact, person, joinedAt: instant(data['joinedAt']) } };
}

function toldMeeting(data: Fields, fields: EventFields): ToldMeeting {
  const meeting = optionalObject(data, 'meeting');
  const components = meeting['components'];
  const isList =
    Array.isArray(components) && components.every((each) => typeof each === 'string' && each.length <= 200);
  if (components !== undefined && !isList) {
    fields.fault('data.meeting.components', 'not_a_list', 'This must be a list of component keys.');
  }
  return {
    id: fields.text(data, ['meetingId'], 'data.meetingId'),
    title: optionalText(meeting, ['title']),
    start: instant(meeting['scheduledStart']),
    end: instant(meeting['scheduledEnd']),
    components: isList && components.length > 0 ? (components as string[]) : null,
  };
}

function toldPerson(data: Fields, fields: EventFields): ToldPerson {
  return {
    id: fields.text(data, ['participantId'], 'data.participantId'),
    identity: null,
    connection: optionalText(data, ['sessionId']) ?? '',
    role: fields.word(data['role'], 'data.role', PARTICIPANT_ROLES, 'participant'),
    kind: fields.word(data['kind'], 'data.kind', SESSION_KINDS, 'person'),
  };
}

function instant(raw: unknown): number | null {
  const seconds = typeof raw === 'string' ? readInstant(raw) : null;
  return typeof seconds === 'number' ? seconds : null;
}
