import { describe, expect, test } from '@jest/globals';
import { readGenericEvent } from './read-generic-event.js';
import { readLivekitEvent } from './read-livekit-event.js';
import { readZoomEvent, validationToken } from './read-zoom-event.js';

const at = (text: string): number => Date.parse(text) / 1000;

describe('a webhook of Zoom', () => {
  const event = (participant: object, type = 'meeting.participant_joined'): object => ({
    event: type,
    event_ts: 1_600_261_260_000,
    payload: {
      account_id: 'A1',
      object: {
        id: '987',
        uuid: '4444AAAiAAAAAiAiAiiAii==',
        host_id: 'H1',
        topic: 'Weekly',
        start_time: '2020-09-16T12:30:00Z',
        duration: 60,
        participant,
      },
    },
  });
  const joined = { user_id: '167', user_name: 'Jo', join_time: '2020-09-16T12:31:00Z' };

  test('joined: its uuid is the meeting, its time not that of sending, its duration the scheduled minutes', () => {
    const { said, id } = readZoomEvent(event({ ...joined, id: 'H1', email: 'Jo@Acme.example' }));
    expect(id).toBeNull();
    expect(said).toMatchObject({
      fact: 'joined',
      owner: { account: 'A1', host: 'H1' },
      at: at('2020-09-16T12:31:00Z'),
      meeting: { id: '4444AAAiAAAAAiAiAiiAii==', start: at('2020-09-16T12:30:00Z'), end: at('2020-09-16T13:30:00Z') },
      person: { identity: 'mail jo@acme.example', connection: '167', role: 'facilitator', kind: 'person' },
    });
  });
  test.each<[string, object, string, string]>([
    ['a guest without id: the registrant', { id: '', registrant_id: 'R1' }, 'account R1', 'person'],
    ['a guest with a name alone', { id: '' }, 'name jo', 'person'],
    ['a phone', { phone_number: '+33123456789' }, 'name jo', 'dial_in'],
    ['a notetaker', { user_name: 'Otter.ai' }, 'name otter.ai', 'bot'],
  ])('%s', (_name, change, identity, kind) => {
    expect(readZoomEvent(event({ ...joined, ...change })).said?.person).toMatchObject({ identity, kind });
  });
  test('waited for the host and never came in: an attempt', () => {
    const { said } = readZoomEvent(event({ user_name: 'Jo' }, 'meeting.participant_jbh_waiting_left'));
    expect(said).toMatchObject({ fact: 'refused', outcome: 'timeout', at: 1_600_261_260 });
  });
  test('of a type that says nothing to us', () => {
    expect(readZoomEvent(event({}, 'recording.completed'))).toEqual({
      id: null,
      type: 'recording.completed',
      said: null,
    });
    expect(readZoomEvent({ event: 'constructor' }).said).toBeNull();
  });
  test('tells every fault', () => {
    const broken = { event: 'meeting.participant_left', payload: { object: { participant: { leave_time: 'soon' } } } };
    expect(() => readZoomEvent(broken)).toThrow(
      expect.objectContaining({
        code: 'event_not_readable',
        reasons: [
          expect.objectContaining({ path: 'payload.object.uuid' }),
          expect.objectContaining({ path: 'payload.object.participant.leave_time' }),
          expect.objectContaining({ path: 'payload.object.participant' }),
        ],
      }),
    );
  });
  test('the check of an address', () => {
    expect(validationToken({ event: 'endpoint.url_validation', payload: { plainToken: 'q9' } })).toBe('q9');
  });
});

describe('a webhook of LiveKit', () => {
  const room = { sid: 'RM_1', name: 'acme-1', creationTime: '1600259400' };
  const participant = { sid: 'PA_1', identity: 'u1', joinedAt: '1600259460' };
  const read = (event: object): ReturnType<typeof readLivekitEvent>['said'] =>
    readLivekitEvent({ id: 'EV_1', createdAt: '1600259520', room, participant, ...event }).said;

  test('joined and left agree on the time of joining, in seconds', () => {
    expect(read({ event: 'participant_joined' })).toMatchObject({ fact: 'joined', at: 1_600_259_460 });
    expect(read({ event: 'participant_left' })).toMatchObject({
      fact: 'left',
      at: 1_600_259_520,
      joinedAt: 1_600_259_460,
    });
  });
  test('an aborted connection is a refused join', () => {
    const said = read({ event: 'participant_connection_aborted', participant: { sid: 'PA_2', identity: 'u2' } });
    expect(said).toMatchObject({ fact: 'refused', outcome: 'refused', at: 1_600_259_520, person: { id: 'u2' } });
  });
  test('a finished room lasted from its creation to then; the other spelling of JSON', () => {
    const other = {
      event: 'room_finished',
      created_at: 1_600_263_000,
      room: { sid: 'RM_1', name: 'acme-1', creation_time: 1_600_259_400 },
    };
    expect(readLivekitEvent(other).said).toMatchObject({
      fact: 'ended',
      meeting: { start: 1_600_259_400, end: 1_600_263_000 },
    });
  });
  test('milliseconds are not taken for seconds', () => {
    expect(() => read({ event: 'participant_joined', createdAt: 1_600_259_520_000 })).toThrow(
      'an event that can be read',
    );
  });
  test('agents and recorders are bots, SIP is a phone', () => {
    const kind = (value: unknown): unknown =>
      read({ event: 'participant_joined', participant: { ...participant, kind: value } })?.person?.kind;
    expect(['AGENT', 'EGRESS', 'SIP', 'STANDARD', 3, undefined].map(kind)).toEqual([
      'bot',
      'bot',
      'dial_in',
      'person',
      'dial_in',
      'person',
    ]);
  });
});

describe('our own event', () => {
  test('refused, and every fault of a wrong one', () => {
    const data = {
      customerId: 'acme',
      meetingId: 'm1',
      participantId: 'p1',
      at: '2020-09-16T14:50:00+02:00',
      outcome: 'error',
    };
    expect(readGenericEvent({ type: 'participant.refused', data }, 'e1').said).toMatchObject({
      fact: 'refused',
      owner: { customer: 'acme' },
      at: at('2020-09-16T12:50:00Z'),
      outcome: 'error',
    });
    expect(() =>
      readGenericEvent({ type: 'participant.joined', data: { at: '2020-09-16T14:50:00', role: 'boss' } }, 'e1'),
    ).toThrow(
      expect.objectContaining({
        reasons: ['data.customerId', 'data.meetingId', 'data.at', 'data.participantId', 'data.role'].map((path) =>
          expect.objectContaining({ path }),
        ),
      }),
    );
  });
});
