import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { DomainError } from '../../kernel/domain-error.js';
import { participantId } from './people.js';
import { readAttendance } from './read-attendance.js';
import { type AttendanceAnswers, meetingIds, resolveAttendance } from './resolve-attendance.js';

const bytesOf = (name: string): Buffer =>
  readFileSync(new URL(`../../../test/fixtures/attendance/${name}`, import.meta.url));
const textOf = (name: string): string => bytesOf(name).toString('utf8');

const PARIS: AttendanceAnswers = { customerId: 'acme', components: ['app'], timeZone: 'Europe/Paris' };
const HOST = participantId('acme', { name: '', email: 'host@acme.example', account: '' }) ?? '';

function resolved(bytes: Buffer, answers: AttendanceAnswers = PARIS, known: readonly string[] = []) {
  const result = resolveAttendance(readAttendance(bytes), answers, new Map(known.map((id) => [id, null])));
  if ('questions' in result)
    return { questions: result.questions.map(({ code }) => code), meetings: [], sessions: [], notes: [] };
  const names = new Map<unknown, string>([[HOST, 'host']]);
  const sessions = result.sessions.map(({ line, value }) => {
    const id = value['participantId'];
    if (!names.has(id)) names.set(id, `p${names.size}`);
    const [from, to] = [value['joinedAt'], value['leftAt']].map((at) =>
      typeof at === 'string' ? at.slice(11, 19) : 'open',
    );
    const role = value['role'] === 'facilitator' ? ' facilitator' : '';
    const kind = value['kind'] === 'person' ? '' : ` ${String(value['kind'])}`;
    return `${line} ${names.get(id)} ${from}-${to}${role}${kind}`;
  });
  return {
    questions: [],
    meetings: result.meetings,
    sessions,
    notes: result.notes.map(({ line, code }) => `${line} ${code}`),
  };
}

const codeOf = (bytes: Buffer): string | undefined => {
  try {
    readAttendance(bytes);
  } catch (error) {
    if (error instanceof DomainError) return error.code;
  }
  return undefined;
};

describe('Zoom', () => {
  test('a participants report with its preamble: rejoins, waiting room, bot, telephone, host', () => {
    const { meetings, sessions, notes } = resolved(bytesOf('zoom-preamble.csv'));
    expect(meetings).toEqual([
      {
        line: 5,
        value: {
          externalId: 'zoom:83212345678@09-16-2020-02-30-00-PM',
          customerId: 'acme',
          title: 'Weekly review',
          scheduledStart: '2020-09-16T12:30:00.000Z',
          scheduledEnd: '2020-09-16T13:30:00.000Z',
          components: ['app'],
        },
      },
    ]);
    expect(sessions).toEqual([
      '5 host 12:29:50-13:30:00 facilitator',
      '6 p1 12:31:00-12:49:00',
      '7 p1 13:10:00-13:30:00',
      '9 p2 12:30:00-13:30:00 bot',
      '10 p3 12:32:00-open dial_in',
    ]);
    expect(notes).toEqual(['8 in_waiting_room']);
  });

  test('without a preamble, all that it does not say is asked at once', () => {
    expect(resolved(bytesOf('zoom-plain.csv'), {}).questions).toEqual([
      'customer_needed',
      'meeting_needed',
      'components_needed',
      'time_zone_needed',
      'day_first_needed',
      'start_needed',
      'end_needed',
    ]);
    const answers = { ...PARIS, dayFirst: true, meetingId: 'm-1', start: '05/09/2020 14:30', end: '05/09/2020 15:30' };
    const { meetings, sessions } = resolved(bytesOf('zoom-plain.csv'), answers);
    expect(meetings[0]?.value).toMatchObject({ externalId: 'm-1', scheduledStart: '2020-09-05T12:30:00.000Z' });
    expect(sessions).toEqual(['2 host 12:30:10-13:30:00']);
    expect(resolved(bytesOf('zoom-plain.csv'), { ...answers, dayFirst: false }).meetings[0]?.value).toMatchObject({
      scheduledStart: '2020-05-09T12:30:00.000Z',
    });
  });

  test('of a meeting that is known, neither schedule nor components are asked', () => {
    const answers = { customerId: 'acme', timeZone: 'Europe/Paris', dayFirst: true, meetingId: 'm-1' };
    const { meetings, sessions } = resolved(bytesOf('zoom-plain.csv'), answers, ['m-1']);
    expect([meetings, sessions]).toEqual([[], ['2 host 12:30:10-13:30:00']]);
  });

  test('with topic and meeting in front of every row', () => {
    const answers = { ...PARIS, start: '2020-09-16T14:30:00+02:00', end: '2020-09-16T15:30:00+02:00' };
    const { meetings, sessions } = resolved(bytesOf('zoom-columns.csv'), answers);
    expect(meetings[0]?.value).toMatchObject({ title: 'Weekly review', scheduledStart: '2020-09-16T12:30:00.000Z' });
    expect(sessions).toEqual(['2 host 12:30:00-13:30:00']);
  });

  test('times without a date need one, and may pass midnight', () => {
    const answers = { ...PARIS, meetingId: 'm', start: '23:30', end: '23:59' };
    expect(resolved(bytesOf('zoom-timeonly.csv'), answers).questions).toEqual(['date_needed']);
    const result = resolveAttendance(
      readAttendance(bytesOf('zoom-timeonly.csv')),
      { ...answers, date: '2020-09-16' },
      new Map(),
    );
    expect('sessions' in result ? result.sessions[0]?.value : undefined).toMatchObject({
      joinedAt: '2020-09-16T21:40:00.000Z',
      leftAt: '2020-09-16T22:20:00.000Z',
    });
  });

  test('one row a person and no times is refused with the reason', () => {
    expect(codeOf(bytesOf('zoom-unique.csv'))).toBe('no_join_times');
  });

  test('the enriched export holds several meetings; a number that comes again is not the same meeting', () => {
    const { meetings, sessions } = resolved(bytesOf('zoom-enriched.csv'));
    expect(meetings.map(({ value }) => value['externalId'])).toEqual([
      'zoom:83212345678@16-09-2020-14-30-00',
      'zoom:83212345678@17-09-2020-09-00-00',
    ]);
    expect(sessions).toEqual([
      '2 host 12:30:05-13:30:00 facilitator',
      '3 p1 12:31:00-13:00:00',
      '4 p1 07:00:00-07:15:00',
    ]);
  });

  test('the API: guests by their registration, durations unread, no questions of time', () => {
    const { meetings, sessions, notes } = resolved(bytesOf('zoom-participants.json'), {
      customerId: 'acme',
      components: ['app'],
    });
    expect(meetings[0]?.value).toMatchObject({ externalId: 'zoom:4444AAAiAAAAAiAiAiiAii==' });
    expect(sessions).toEqual(['1 host 12:30:10-13:30:00', '2 p1 12:31:00-12:49:00']);
    expect(notes).toEqual(['3 in_waiting_room']);
  });
});

describe('Teams', () => {
  const SESSIONS = [
    '16 host 12:30:00-12:50:00 facilitator',
    '17 host 13:00:00-13:30:00 facilitator',
    '18 p1 12:31:00-12:49:00',
  ];

  test('a report counts its activities, and not the summary of them again', () => {
    const { meetings, sessions, notes } = resolved(bytesOf('teams-report.tsv'));
    expect(meetings[0]?.value).toMatchObject({
      title: 'Weekly review',
      scheduledStart: '2020-09-16T12:30:00.000Z',
      scheduledEnd: '2020-09-16T13:30:00.000Z',
    });
    expect(sessions).toEqual(SESSIONS);
    expect(notes).toEqual(['11 summary_row', '12 summary_row']);
  });

  test.each([
    [
      'UTF-16 LE with a mark',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(textOf('teams-report.tsv'), 'utf16le')]),
    ],
    ['UTF-16 LE without', Buffer.from(textOf('teams-report.tsv'), 'utf16le')],
    [
      'UTF-16 BE with a mark',
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(textOf('teams-report.tsv'), 'utf16le').swap16()]),
    ],
    ['UTF-16 BE without', Buffer.from(textOf('teams-report.tsv'), 'utf16le').swap16()],
    ['UTF-8 with a mark', Buffer.from(`\u{FEFF}${textOf('teams-report.tsv')}`)],
    ['UTF-8 with CRLF', Buffer.from(textOf('teams-report.tsv').replaceAll('\n', '\r\n'))],
    [
      'commas',
      Buffer.from(
        textOf('teams-report.tsv')
          .replaceAll(/[^\t\n]*, [^\t\n]*/g, (cell) => (cell.startsWith('"') ? cell : `"${cell}"`))
          .replaceAll('\t', ','),
      ),
    ],
  ])('in %s', (_name, bytes) => {
    expect(resolved(bytes).sessions).toEqual(SESSIONS);
  });

  test('in French', () => {
    const { meetings, sessions } = resolved(bytesOf('teams-report.fr.tsv'));
    expect(meetings[0]?.value).toMatchObject({ title: 'Revue', scheduledStart: '2020-09-16T12:30:00.000Z' });
    expect(sessions).toEqual(['13 p1 12:30:00-13:30:00 facilitator']);
  });

  test('a summary alone counts where its duration shows no gap', () => {
    const summary = textOf('teams-report.tsv').split('3. In-Meeting')[0] ?? '';
    const { sessions, notes } = resolved(Buffer.from(summary));
    expect(sessions).toEqual(['12 p1 12:31:00-12:49:00']);
    expect(notes).toEqual(['11 stay_may_have_gaps']);
  });

  test('the old list: who has not left stays open, two devices are two stays, a leave without a join is refused', () => {
    const answers = { ...PARIS, meetingId: 'm', start: '9/16/2020, 2:30 PM', end: '9/16/2020, 3:30 PM' };
    const { sessions, notes } = resolved(bytesOf('teams-list.tsv'), answers);
    expect(sessions).toEqual(['2 p1 12:30:00-open', '3 p2 12:31:00-12:49:00', '4 p2 12:35:00-12:55:00']);
    expect(notes).toEqual(['5 leave_of_a_stay', '6 leave_of_a_stay', '7 left_without_joining']);
  });

  test('the old list in French', () => {
    const { sessions } = resolved(bytesOf('teams-list.fr.tsv'), { ...PARIS, meetingId: 'm' }, ['m']);
    expect(sessions).toEqual(['2 p1 12:30:00-12:49:00']);
  });

  test('Graph: no times are no presence', () => {
    const { sessions, notes } = resolved(bytesOf('teams-graph.json'), { customerId: 'acme', components: ['app'] });
    expect(sessions).toEqual(['1 host 12:30:00-12:50:00 facilitator', '1 host 13:00:00-13:30:00 facilitator']);
    expect(notes).toEqual(['2 no_join_time']);
  });

  test.each([
    ['Finnish and Polish dots', '22.7.2026 7.02.10', '22.7.2026 8.02.10', '05:02:10-06:02:10'],
    ['two digits of the year, the day first', '22/11/22, 09:30:17', '22/11/22, 10:00:00', '08:30:17-09:00:00'],
    ['a narrow space before PM', '7/22/26, 1:02:11\u{202F}PM', '7/22/26, 2:00:00\u{202F}PM', '11:02:11-12:00:00'],
    ['godz.', '22.07.2026 godz. 07:02:10', '22.07.2026 godz. 08:02:10', '05:02:10-06:02:10'],
  ])('dates: %s', (_name, joined, left, range) => {
    const file = `Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\nAna\t${joined}\t${left}\t1h\thost@acme.example\tAttendee\n`;
    expect(resolved(Buffer.from(file), { ...PARIS, meetingId: 'm' }, ['m']).sessions).toEqual([`2 host ${range}`]);
  });

  test.each([
    ['es', 'Nombre\tHora de unión\tHora de salida\tDuración\tCorreo electrónico\tRol', 'Organizador'],
    ['de', 'Name\tBeitrittszeit\tAustrittszeit\tDauer\tE-Mail\tRolle', 'Organisator'],
    ['it', 'Nome\tOra di ingresso\tOra di uscita\tDurata\tPosta elettronica\tRuolo', 'Organizzatore'],
    ['pl', 'Imię i nazwisko\tCzas dołączenia\tCzas opuszczenia\tCzas trwania\tAdres e-mail\tRola', 'Organizator'],
    ['fi', 'Nimi\tLiittymisaika\tPoistumisaika\tKesto\tSähköposti\tRooli', 'Järjestäjä'],
    ['nl', 'Naam\tTijdstip van deelname\tTijdstip van vertrek\tDuur\tE-mail\tRol', 'Organisator'],
    ['pt', 'Nome\tHora de ingresso\tHora de saída\tDuração\tEmail\tFunção', 'Organizador'],
  ])('headings in %s', (_language, headings, role) => {
    const file = `${headings}\nAna\t16/09/2020 14:30:00\t16/09/2020 15:00:00\t30m\thost@acme.example\t${role}\n`;
    expect(resolved(Buffer.from(file), { ...PARIS, meetingId: 'm' }, ['m']).sessions).toEqual([
      '2 host 12:30:00-13:00:00 facilitator',
    ]);
  });
});

test('Google Meet: no day and no zone, so both are asked', () => {
  expect(resolved(bytesOf('meet.csv'), { customerId: 'acme', meetingId: 'm' }, ['m']).questions).toEqual([
    'time_zone_needed',
    'date_needed',
  ]);
  const answers = { ...PARIS, date: '2020-09-16', meetingId: 'm' };
  expect(resolved(bytesOf('meet.csv'), answers, ['m']).sessions).toEqual([
    '2 host 12:29:00-13:31:00',
    '3 p1 12:31:00-12:49:00',
  ]);
});

describe('times', () => {
  const rowsOf = (...times: readonly (readonly [string, string])[]): Buffer =>
    Buffer.from(
      `Name,User Email,Join Time,Leave Time,Guest\n${times.map(([a, b]) => `A,host@acme.example,${a},${b},No\n`).join('')}`,
    );
  const answers = { ...PARIS, meetingId: 'm' };

  test('one date that can be read in one way only settles the order of all', () => {
    const bytes = rowsOf(
      ['05/09/2020 14:30:00', '05/09/2020 15:00:00'],
      ['16/09/2020 14:30:00', '16/09/2020 15:00:00'],
    );
    expect(resolved(bytes, answers, ['m']).questions).toEqual([]);
    expect(resolved(bytes, { ...answers, dayFirst: false }, ['m']).questions).toEqual(['day_first_contradicts_file']);
  });

  test('dates at odds with each other are refused', () => {
    const bytes = rowsOf(
      ['16/09/2020 14:30:00', '16/09/2020 15:00:00'],
      ['09/17/2020 14:30:00', '09/17/2020 15:00:00'],
    );
    expect(resolved(bytes, answers, ['m']).questions).toEqual(['dates_contradict_each_other']);
  });

  test('a time that the night of the change has twice, or never, refuses its row', () => {
    const bytes = rowsOf(
      ['2020-10-25 02:30:00', '2020-10-25 04:00:00'],
      ['2020-03-29 02:30:00', '2020-03-29 04:00:00'],
      ['2020-10-25 01:30:00', '2020-10-25 04:00:00'],
    );
    const { sessions, notes } = resolved(bytes, answers, ['m']);
    expect(notes).toEqual(['2 ambiguous_local_time', '3 no_such_local_time']);
    expect(sessions).toEqual(['4 host 23:30:00-03:00:00']);
  });

  test('the same wall time is another instant in winter', () => {
    expect(resolved(rowsOf(['2020-01-16 14:49:00', '2020-01-16 15:09:00']), answers, ['m']).sessions).toEqual([
      '2 host 13:49:00-14:09:00',
    ]);
  });

  test('what is no time refuses its row, with every fault of it', () => {
    const { sessions, notes } = resolved(rowsOf(['soon', 'later'], ['31/02/2020 10:00', '31/02/2020 11:00']), answers, [
      'm',
    ]);
    expect([sessions, notes]).toEqual([
      [],
      ['2 time_not_readable', '2 time_not_readable', '3 no_such_date', '3 no_such_date'],
    ]);
  });
});

describe('what separates the cells', () => {
  test.each([
    [
      'semicolons, with commas in dates and names',
      'Full Name;User Action;Timestamp\n"Host, Ana";Joined;16/09/2020, 14:30:00\n"Host, Ana";Left;16/09/2020, 15:00:00\n',
    ],
    [
      'semicolons, saved by Excel: padded rows and a line that names the mark',
      'sep=;\nNom;Heure d’arrivée;Heure de départ;Durée;E-mail;Rôle\nAna;16/09/2020 14:30;16/09/2020 15:00;30 min;host@acme.example;;\n',
    ],
    [
      'a tab between the day and the time of one cell',
      'Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\nAna\t9/16/2020\t2:30:00 PM\t9/16/2020\t3:00:00 PM\t30m\thost@acme.example\tAttendee\n',
    ],
    [
      'CR alone',
      'Name,User Email,Join Time,Leave Time,Guest\rAna,host@acme.example,16/09/2020 14:30,16/09/2020 15:00,No\r',
    ],
  ])('%s', (_name, file) => {
    const { sessions } = resolved(Buffer.from(file), { ...PARIS, meetingId: 'm' }, ['m']);
    expect(sessions.map((text) => text.split(' ')[2])).toEqual(['12:30:00-13:00:00']);
  });

  test('of a summary, too, a time may be two cells', () => {
    const file =
      '1. Summary\nMeeting title\tReview\nStart time\t9/16/2020\t2:30:00 PM\nEnd time\t9/16/2020\t3:30:00 PM\n\n3. In-Meeting Activities\n' +
      'Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\nAna\t9/16/2020\t2:30:00 PM\t9/16/2020\t3:00:00 PM\t30m\tana@acme.example\tOrganizer\n';
    expect(resolved(Buffer.from(file)).meetings[0]?.value).toMatchObject({
      scheduledStart: '2020-09-16T12:30:00.000Z',
      scheduledEnd: '2020-09-16T13:30:00.000Z',
    });
  });
});

describe('a meeting that passes midnight, in a file without dates', () => {
  const file = Buffer.from(
    'Name,User Email,Join Time,Leave Time,Guest\nAna,host@acme.example,23:25,00:40,No\nCy,,00:05,00:40,No\n',
  );
  const answers = { ...PARIS, meetingId: 'm', date: '2020-09-16' };

  test('has its end and those who come after it on the next day', () => {
    const result = resolveAttendance(readAttendance(file), { ...answers, start: '23:30', end: '00:30' }, new Map());
    if ('questions' in result) throw new Error('nothing is open');
    expect(result.meetings[0]?.value).toMatchObject({
      scheduledStart: '2020-09-16T21:30:00.000Z',
      scheduledEnd: '2020-09-16T22:30:00.000Z',
    });
    expect(result.sessions.map(({ value }) => [value['joinedAt'], value['leftAt']])).toEqual([
      ['2020-09-16T21:25:00.000Z', '2020-09-16T22:40:00.000Z'],
      ['2020-09-16T22:05:00.000Z', '2020-09-16T22:40:00.000Z'],
    ]);
  });

  test('the same by the schedule of a meeting that is known', () => {
    const known = new Map([['m', new Date('2020-09-16T21:30:00Z')]]);
    const result = resolveAttendance(readAttendance(file), answers, known);
    expect('sessions' in result && result.sessions[1]?.value['joinedAt']).toBe('2020-09-16T22:05:00.000Z');
  });
});

describe('a row that sums up several stays', () => {
  test.each([
    ['Meet', 'First name,Last name,Email,Duration,Time joined,Time exited\nCy,Lind,,20 min,10:00 AM,11:00 AM\n'],
    [
      'Teams, over a day',
      'Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tRole\nCy\t9/16/2020, 2:30 PM\t9/17/2020, 3:30 PM\t1h\t\tAttendee\n',
    ],
  ])('of %s is refused: nobody knows when they were away', (_name, file) => {
    const { sessions, notes } = resolved(Buffer.from(file), { ...PARIS, meetingId: 'm', date: '2020-09-16' }, ['m']);
    expect([sessions, notes]).toEqual([[], ['2 stay_may_have_gaps']]);
  });
});

test('Graph gives the records alone, too', () => {
  const { attendanceRecords } = JSON.parse(textOf('teams-graph.json')) as { attendanceRecords: unknown };
  const bytes = Buffer.from(JSON.stringify({ '@odata.context': 'x', value: attendanceRecords }));
  expect(resolved(bytes, { customerId: 'acme', meetingId: 'm' }, ['m']).sessions).toHaveLength(2);
  expect(codeOf(Buffer.from('{"value":[{"id":1}]}'))).toBe('not_an_attendance_file');
});

test('several meetings whose occurrences a file does not tell apart have to be split', () => {
  const row = (id: string): string => `Review,${id},Ana,host@acme.example,16/09/2020 14:30,16/09/2020 15:00,No\n`;
  const file = `Topic,Meeting ID,Name (Original Name),User Email,Join Time,Leave Time,Guest\n${row('1')}${row('2')}`;
  const result = resolveAttendance(
    readAttendance(Buffer.from(file)),
    { ...PARIS, start: '14:30', end: '15:30' },
    new Map(),
  );
  const questions = 'questions' in result ? result.questions : [];
  expect(questions.filter(({ message }) => message.includes('split it')).map(({ code }) => code)).toEqual([
    'meeting_needed',
    'start_needed',
    'end_needed',
  ]);
});

describe('files that are none of these', () => {
  test.each([
    ['an empty file', Buffer.from(''), 'not_an_attendance_file'],
    ['another table', Buffer.from('a,b\n1,2\n'), 'not_an_attendance_file'],
    ['another JSON', Buffer.from('{"incidents":[]}'), 'not_an_attendance_file'],
    ['broken JSON', Buffer.from('{"participants":['), 'invalid_json'],
    ['Latin-1', Buffer.from('Nom,Entrée\nÉlodie,x\n', 'latin1'), 'encoding_not_known'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0xfe]), 'encoding_not_known'],
  ])('%s', (_name, bytes, code) => expect(codeOf(bytes)).toBe(code));
});

test('the id of a meeting does not depend on the zone that is answered', () => {
  const file = readAttendance(bytesOf('teams-report.tsv'));
  expect(meetingIds(file, PARIS)).toEqual(meetingIds(file, { ...PARIS, timeZone: 'UTC' }));
});
