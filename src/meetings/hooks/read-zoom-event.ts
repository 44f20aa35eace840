import { readInstant } from '../../platform/ingest/read-instant.js';
import { identityOf, kindOf } from '../attendance/people.js';
import { EventFields, isObject, notReadable, optionalObject, optionalText } from './event-fields.js';
import type { Owner, ReadEvent, ToldMeeting, ToldPerson } from './meeting-event.js';

type Fields = Readonly<Record<string, unknown>>;

const FACTS: Readonly<Record<string, 'joined' | 'left' | 'refused' | 'ended'>> = {
  'meeting.participant_joined': 'joined',
  'meeting.participant_left': 'left',
  // Somebody who waited for the host and never came in.
  'meeting.participant_jbh_waiting_left': 'refused',
  'meeting.ended': 'ended',
};
const TIMES = { joined: 'join_time', left: 'leave_time', ended: 'end_time', refused: 'leave_time' } as const;

/**
 * A webhook of Zoom (`event`, `event_ts`, `payload`). A meeting is its uuid: its number comes again, and goes on after the
 * host was dropped, with another uuid. `object.duration` is the scheduled minutes. Throws `event_not_readable`.
 */
export function readZoomEvent(body: unknown): ReadEvent {
  if (!isObject(body) || typeof body['event'] !== 'string' || body['event'].length > 200) throw notReadable();
  const type = body['event'];
  const fact = Object.hasOwn(FACTS, type) ? FACTS[type] : undefined;
  if (fact === undefined) return { id: null, type, said: null };
  const fields = new EventFields();
  const payload = fields.object(body, 'payload');
  const object = fields.object(payload, 'object', 'payload.object');
  const owner: Owner = {
    account: optionalText(payload, ['account_id']) ?? undefined,
    host: optionalText(object, ['host_id']) ?? undefined,
  };
  const meeting = toldMeeting(object, fields);
  const participant = fact === 'ended' ? {} : fields.object(object, 'participant', 'payload.object.participant');
  const at = timeOf(fact, participant, object, body, fields);
  const person = fact === 'ended' ? null : toldPerson(participant, owner, fields);
  fields.finish();
  const told = { owner, meeting, at };
  if (person === null) return { id: null, type, said: { ...told, fact: 'ended', person } };
  if (fact === 'left') {
    return { id: null, type, said: { ...told, fact, person, joinedAt: zoomInstant(participant['join_time']) } };
  }
  if (fact === 'refused') return { id: null, type, said: { ...told, fact, person, outcome: 'timeout' } };
  return { id: null, type, said: { ...told, fact: 'joined', person } };
}

/** The random text that Zoom wants back signed when it checks an address; undefined for any other event. */
export function validationToken(body: unknown): string | undefined {
  if (!isObject(body) || body['event'] !== 'endpoint.url_validation') return undefined;
  return optionalText(optionalObject(body, 'payload'), ['plainToken']) ?? undefined;
}

function timeOf(
  fact: keyof typeof TIMES,
  participant: Fields,
  object: Fields,
  body: Fields,
  fields: EventFields,
): number {
  const name = TIMES[fact];
  if (fact === 'ended') return fields.instant(object, [name], `payload.object.${name}`, zoomInstant);
  if (fact !== 'refused') return fields.instant(participant, [name], `payload.object.participant.${name}`, zoomInstant);
  // The waiting-room events do not all carry a time of their own; then it is when they were sent, in milliseconds.
  const own = zoomInstant(participant[name]);
  return (
    own ?? fields.instant(body, ['event_ts'], 'event_ts', (raw) => (isMillis(raw) ? Math.floor(raw / 1000) : null))
  );
}

function toldMeeting(object: Fields, fields: EventFields): ToldMeeting {
  const id = fields.text(object, ['uuid'], 'payload.object.uuid');
  const start = zoomInstant(object['start_time']);
  const minutes = object['duration'];
  const isScheduled = typeof minutes === 'number' && Number.isInteger(minutes) && minutes > 0 && minutes < 50_000;
  return {
    id,
    title: optionalText(object, ['topic']),
    start,
    end: start !== null && isScheduled ? start + minutes * 60 : null,
    components: null,
  };
}

/** A guest has no `id` and no `participant_user_id` (since March 2023): then the registrant, else the name. */
function toldPerson(participant: Fields, { host }: Owner, fields: EventFields): ToldPerson {
  const account = optionalText(participant, ['id', 'participant_user_id', 'registrant_id']) ?? '';
  const name = optionalText(participant, ['user_name']) ?? '';
  const email = optionalText(participant, ['email']) ?? '';
  const phone = optionalText(participant, ['phone_number']);
  const customerKey = optionalText(participant, ['customer_key']);
  const identity = identityOf({ name, email, account });
  if (identity === null && customerKey === null) {
    fields.fault('payload.object.participant', 'required', 'The participant has neither id, e-mail nor name.');
  }
  return {
    id: null,
    identity: identity ?? `key ${customerKey}`,
    connection: optionalText(participant, ['user_id', 'participant_uuid']) ?? '',
    role: account !== '' && account === host ? 'facilitator' : 'participant',
    kind: phone === null ? kindOf(name) : 'dial_in',
  };
}

function zoomInstant(raw: unknown): number | null {
  const seconds = typeof raw === 'string' ? readInstant(raw) : null;
  return typeof seconds === 'number' ? seconds : null;
}

function isMillis(raw: unknown): raw is number {
  return typeof raw === 'number' && raw > 1e11 && raw < 1e14;
}
