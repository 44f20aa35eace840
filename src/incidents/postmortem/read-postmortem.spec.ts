import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Claim, ProposedWindow } from '../window-proposal.js';
import { readPostMortem } from './read-postmortem.js';

const COMPONENTS = [
  { key: 'app', name: 'Application' },
  { key: 'realtime', name: 'Realtime' },
  { key: 'visio-collab', name: 'Visio collab' },
  { key: 'zoom', name: 'Zoom integration' },
];
const FOUNDING = readFileSync(new URL('../../../test/fixtures/postmortem/founding.fr.txt', import.meta.url), 'utf8');

const minute = (at: Date | null): string => at?.toISOString().slice(5, 16) ?? '?';
const shown = ({ state, subject, startsAt, endsAt }: ProposedWindow): string =>
  `${state} ${subject ?? '-'} ${minute(startsAt)} ${minute(endsAt)}`;
const claims = (window: ProposedWindow | undefined, about: Claim['about']): string[] =>
  (window?.claims ?? [])
    .filter((claim) => claim.about === about)
    .map(({ at, source, precision }) => `${minute(at)} ${source} ${precision}`);
const read = (text: string, answers = {}): string[] => {
  const { windows, questions } = readPostMortem(text, COMPONENTS, answers);
  return questions.length > 0 ? questions.map(({ code }) => code) : windows.map(shown);
};

describe('the founding post-mortem', () => {
  const { windows, questions } = readPostMortem(FOUNDING, COMPONENTS, {});

  test('tells its day and zone by itself', () => expect(questions).toEqual([]));

  test('proposes the degradation, the outage and the late realtime', () => {
    expect(windows.map(shown)).toEqual([
      'degraded app ? 09-16T12:49',
      'lost app 09-16T12:49 09-16T13:09',
      'degraded realtime 09-16T13:09 09-16T13:27',
    ]);
  });

  test('the starts of the degradation compete, and the first alert is told as what it is', () => {
    expect(claims(windows[0], 'start')).toEqual([
      '09-16T10:43 probe minute',
      '09-16T11:53 status_page minute',
      '09-16T11:54 post_mortem approximate',
    ]);
    expect(claims(windows[0], 'alert')).toEqual(['09-16T09:43 monitoring minute']);
  });

  test('each claim has its sentence', () => {
    const sentences = windows.flatMap((window) => window.claims.map(({ at, sentence }) => `${minute(at)} ${sentence}`));
    expect(sentences).toContainEqual(expect.stringMatching(/^09-16T10:43 Les sondes .*à partir de 12h43/));
    expect(sentences).toContainEqual(
      expect.stringMatching(/^09-16T12:49 .*dans l'incapacité de le faire de 14h49 à 15h09$/),
    );
    expect(sentences).toContainEqual(expect.stringMatching(/^09-16T13:27 .*cet élément à 15h27/));
  });
});

describe.each([
  [
    'English, 24 hours, UTC, prose',
    'On March 4, 2021, between 14:02 and 14:35 UTC, our API was unavailable for all customers.',
    ['lost - 03-04T14:02 03-04T14:35'],
  ],
  [
    'English, date in a header, a start and an end in two sentences',
    'Incident report: March 4, 2021\n\nAll times are UTC.\n\nThe outage began at 14:02. Engineers were paged at 14:05. Service was fully restored at 14:35.',
    ['lost - 03-04T14:02 03-04T14:35'],
  ],
  [
    'English, 12 hours, Pacific',
    'On Tuesday, May 7, 2024, from 2:15 to 3:40 pm PDT some users experienced elevated error rates.',
    ['degraded - 05-07T21:15 05-07T22:40'],
  ],
  [
    'English, Pacific time in words, summer',
    'On July 9, 2024 at 9:10 a.m. Pacific time the application went down. It was back online at 10:05 a.m. Pacific time.',
    ['lost app 07-09T16:10 07-09T17:05'],
  ],
  [
    'English, a timeline over midnight',
    'Date: 2023-11-30 (UTC)\n\nTimeline\n23:48 - Error rates spike, requests are slow\n23:52 - On-call is paged\n23:58 - All requests fail\n00:21 - Service restored',
    ['degraded - 11-30T23:48 11-30T23:58', 'lost - 11-30T23:58 12-01T00:21'],
  ],
  [
    'English, a range over midnight',
    'The platform was unreachable from 23:50 UTC on 31 December 2022 until 00:20 UTC.',
    ['lost app 12-31T23:50 01-01T00:20'],
  ],
  [
    'English, how long in place of when it ended',
    'At 10:00 UTC on 2 June 2022 the database crashed and nobody could join meetings. The outage lasted 45 minutes.',
    ['lost - 06-02T10:00 06-02T10:45'],
  ],
  [
    'English, a duration in the same sentence',
    'On 2022-06-02 at 10:00 UTC our service went down for 20 minutes.',
    ['lost - 06-02T10:00 06-02T10:20'],
  ],
  [
    'English, labels',
    'Start time: 2021-03-04 14:02 UTC\nEnd time: 2021-03-04 14:35 UTC\nImpact: partial outage of the API',
    ['degraded - 03-04T14:02 03-04T14:35'],
  ],
  [
    'English, degraded, then lost, then back',
    'On 4 March 2021 (all times CET) latency increased starting at 13:40. At 14:02 the service became completely unavailable. It recovered at 14:35.',
    ['degraded - 03-04T12:40 03-04T13:02', 'lost - 03-04T13:02 03-04T13:35'],
  ],
  [
    'French, ranges with "entre", a named city',
    "Le 12 janvier 2023, entre 9h05 et 9h50 (heure de Paris), l'application était inaccessible pour tous nos clients.",
    ['lost app 01-12T08:05 01-12T08:50'],
  ],
  [
    'French, a chronology',
    'Incident du mardi 3 juin 2025\n\nChronologie (heure de Paris)\n• 14h02 : début des lenteurs\n• 14h10 : alerte de la supervision\n• 14h20 : coupure totale du service\n• 14h45 : redémarrage des serveurs, retour à la normale',
    ['degraded - 06-03T12:02 06-03T12:20', 'lost - 06-03T12:20 06-03T12:45'],
  ],
  [
    'French, "à partir de" and "jusqu\'à"',
    "Le 5 mai 2021, à partir de 16h30 UTC, les temps de réponse se sont dégradés, jusqu'à 17h15.",
    ['degraded - 05-05T16:30 05-05T17:15'],
  ],
  [
    'French, over midnight, the next day in words',
    'Le 31 mars 2022 à 23h40 (heure de Paris), la plateforme est tombée. Le service a été rétabli le lendemain à 00h25.',
    ['lost app 03-31T21:40 03-31T22:25'],
  ],
  [
    'French, how long',
    'Le 8 février 2024 à 11h00 (heure de Paris) une panne a rendu le service indisponible pendant 35 minutes.',
    ['lost - 02-08T10:00 02-08T10:35'],
  ],
  [
    'English, a status page with updates, the newest first',
    'Resolved\nThis incident has been resolved.\nPosted Feb 10, 2023 - 18:20 UTC\nIdentified\nToday between 16:05 UTC and 17:32 UTC customers were unable to join meetings.\nPosted Feb 10, 2023 - 17:40 UTC',
    ['lost - 02-10T16:05 02-10T17:32'],
  ],
  [
    'English, a summary table',
    '| Date | 2022-09-14 |\n| Impact start | 08:12 UTC |\n| Impact end | 09:03 UTC |\n| Summary | Video calls failed to connect |',
    ['lost - 09-14T08:12 09-14T09:03'],
  ],
  [
    'English, both ends with dates of their own',
    'The outage started on June 30, 2022 at 22:40 UTC and ended on July 1, 2022 at 02:10 UTC.',
    ['lost - 06-30T22:40 07-01T02:10'],
  ],
  [
    'English, approximate',
    'On August 3, 2023, at approximately 7:45 AM EDT, users began seeing intermittent failures. By 8:30 AM EDT the issue was fully resolved.',
    ['degraded - 08-03T11:45 08-03T12:30'],
  ],
  [
    'English, only a notice and an end',
    'On 2023-08-03 at 07:45 UTC our monitoring alerted us that the site was down. Service was restored at 08:10 UTC.',
    ['lost - ? 08-03T08:10'],
  ],
  [
    'English, two failures',
    'On 2023-08-03 the service was unavailable from 07:45 to 08:10 UTC. A second outage occurred between 11:00 and 11:20 UTC.',
    ['lost - 08-03T07:45 08-03T08:10', 'lost - 08-03T11:00 08-03T11:20'],
  ],
  [
    'English, ISO with offsets',
    'Outage window: 2024-02-29T23:55:10+01:00 to 2024-03-01T00:10:40+01:00',
    ['lost - 02-29T22:55 02-29T23:10'],
  ],
  [
    'French, a table of facts',
    "Date : 14 septembre 2022\nDébut de l'incident : 8h12 (heure de Paris)\nFin de l'incident : 9h03 (heure de Paris)\nImpact : connexion impossible",
    ['lost - 09-14T06:12 09-14T07:03'],
  ],
  [
    'French, narrative with a range and an after-effect',
    "Le jeudi 2 mars 2023, notre service a connu une interruption totale de 10h15 à 10h52, heure de Paris. Des ralentissements ont persisté jusqu'à 11h30.",
    ['lost - 03-02T09:15 03-02T09:52', 'degraded - 03-02T09:52 03-02T10:30'],
  ],
  [
    'French, approximate, with a restart',
    'Le 7 octobre 2021 vers 9h20 (heure de Paris), les utilisateurs ne pouvaient plus se connecter. Après redémarrage du cluster, le service est redevenu opérationnel à 10h05.',
    ['lost - 10-07T07:20 10-07T08:05'],
  ],
  [
    'a placeholder of work is no window',
    'On 4 March 2021 between 14:02 and 14:35 UTC engineers investigated and deployed a patch.',
    [],
  ],
  ['no times at all', 'Our application was down on March 4, 2021. We are sorry.', []],
  ['nothing failed', 'We are happy to announce the release at 14:00 UTC on March 4, 2021.', []],
  ['an empty text of marks', '---\n\n***', []],
])('%s', (_name, text, windows) => {
  test('is read', () => expect(read(text)).toEqual(windows));
});

describe('what the text does not say is asked, never guessed', () => {
  test.each([
    ['no zone', 'On March 4, 2021 the app was down from 14:02 to 14:35.', ['time_zone_needed']],
    ['no day', 'The app was down from 14:02 to 14:35 UTC.', ['date_needed']],
    ['neither', 'The app was down from 14:02 to 14:35.', ['date_needed', 'time_zone_needed']],
    [
      'a day without a year',
      'Le 4 mars, le service était indisponible de 14h02 à 14h35 (heure de Paris).',
      ['date_needed'],
    ],
    [
      'an order of day and month that nothing settles',
      'On 04/03/2021 the app was down from 14:02 to 14:35 UTC.',
      ['date_needed'],
    ],
    [
      'only when it was published',
      'The app was down from 14:02 to 14:35 UTC.\n\nPosted Mar 4, 2021 - 17:00 UTC',
      ['date_needed'],
    ],
    [
      'yesterday, of nobody knows when',
      'Hier, de 14h à 15h (heure de Paris), l’application était indisponible. Une panne semblable avait eu lieu le 2 mars 2024.',
      ['date_needed'],
    ],
    [
      'a time that a night has twice',
      'On 2024-10-27 the app was unavailable from 02:10 to 03:40 (Paris time).',
      ['ambiguous_local_time'],
    ],
    [
      'a time that a night does not have',
      'On 2024-03-31 the app was unavailable from 02:30 to 03:30 (Paris time).',
      ['no_such_local_time'],
    ],
    [
      'letters that mean several zones',
      'On March 4, 2021 the app was down from 14:02 to 14:35 IST.',
      ['time_zone_needed'],
    ],
  ])('%s', (_name, text, codes) => expect(read(text)).toEqual(codes));

  test('the answers fill what is missing, and only that', () => {
    const text = 'The app was down from 14:02 to 14:35.';
    expect(read(text, { date: '2021-03-04', timeZone: 'Europe/Paris' })).toEqual(['lost app 03-04T13:02 03-04T13:35']);
    const stated = 'On March 4, 2021 the app was down from 14:02 to 14:35 UTC.';
    expect(read(stated, { date: '2020-01-01', timeZone: 'Asia/Tokyo' })).toEqual(['lost app 03-04T14:02 03-04T14:35']);
  });

  test('a zone that the text names by its IANA name goes before the answer', () => {
    const text = 'Incident of 12 March 2024 (Europe/Paris)\n\nThe app was down from 14:02 to 14:35.';
    expect(read(text, { timeZone: 'UTC' })).toEqual(['lost app 03-12T13:02 03-12T13:35']);
  });

  test('a weekday settles the year among those that the text names', () => {
    const text =
      'Le mercredi 16 septembre, le service était indisponible de 14h49 à 15h09 UTC. (Rapport du 2 janvier 2021, après celui du 3 mars 2020.)';
    expect(read(text)).toEqual(['lost - 09-16T14:49 09-16T15:09']);
    expect(readPostMortem(text, [], {}).windows[0]?.startsAt?.getUTCFullYear()).toBe(2020);
  });

  test('two zones in one text leave the times without any to be asked', () => {
    const text =
      'On March 4, 2021 at 14:02 UTC the app went down. At 9:10 am EST it was paged. It was restored at 14:35.';
    expect(read(text)).toEqual(['time_zone_needed']);
  });
});

test('a text of nothing but times is refused, and soon', () => {
  const startedAt = performance.now();
  expect(read('14:02 '.repeat(30_000), { date: '2021-03-04', timeZone: 'UTC' })).toEqual(['too_many_times']);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});

test('ends that compete leave the end open', () => {
  const text =
    'On 2021-03-04 at 14:02 UTC the service went down. It was mitigated at 14:30 UTC and fully resolved at 14:48 UTC.';
  const [window] = readPostMortem(text, COMPONENTS, {}).windows;
  expect(shown(window as ProposedWindow)).toBe('lost - 03-04T14:02 ?');
  expect(claims(window, 'end')).toEqual(['03-04T14:30 post_mortem minute', '03-04T14:48 post_mortem minute']);
});
