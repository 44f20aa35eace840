import { expect, test } from '@jest/globals';
import { readPostMortem } from './read-postmortem.js';

const COMPONENTS = [
  { key: 'app', name: 'Application' },
  { key: 'realtime', name: 'Realtime' },
];

const minute = (at: Date | null): string => at?.toISOString().slice(5, 16) ?? '?';

test.each([
  [
    'English, hyphens are ranges and no offsets',
    'On 12 March 2024 the app was down 14:02-14:35 UTC.',
    ['lost app 03-12T14:02 03-12T14:35'],
  ],
  [
    'English, the zone twice around a hyphen',
    'On 12 July 2024 the app was down 14:02 UTC-14:35 UTC.',
    ['lost app 07-12T14:02 07-12T14:35'],
  ],
  [
    'English, offsets of ISO west of Greenwich',
    'The app was unavailable from 2024-02-29 23:55 -05:00 to 2024-03-01 00:10 -05:00.',
    ['lost app 03-01T04:55 03-01T05:10'],
  ],
  [
    'English, an offset behind a space',
    'On 12 July 2024 at 14:02 UTC +2 the app went down. It was restored at 14:35 UTC+2.',
    ['lost app 07-12T12:02 07-12T12:35'],
  ],
  [
    'English, the same times in another zone, on another day',
    'On March 4, 2024 at 8:05 pm PST (04:05 UTC) the application went down. Service was restored at 8:45 pm PST / 04:45 UTC.',
    ['lost app 03-05T04:05 03-05T04:45'],
  ],
  [
    'English, a range told again in another zone',
    'On 12 March 2024, between 14:02 and 14:35 CET (13:02–13:35 UTC), the application was unavailable.',
    ['lost app 03-12T13:02 03-12T13:35'],
  ],
  [
    'English, as Google writes it, with the name of a zone',
    'Incident began at 2024-05-01 10:20 and ended at 2024-05-01 11:05 (all times are US/Pacific). Customers were unable to reach Meet.',
    ['lost - 05-01T17:20 05-01T18:05'],
  ],
  [
    'English, the zone in brackets at the date',
    'On March 12, 2024 (EST), the video service was degraded between 1:15 PM and 2:40 PM.',
    ['degraded - 03-12T18:15 03-12T19:40'],
  ],
  [
    'English, as GitHub writes it: for some users',
    'January 30 14:29 UTC (lasting 17 minutes)\n\nOn January 30, 2025, between 14:29 UTC and 14:46 UTC, GitHub Actions was unavailable for some users.',
    ['degraded - 01-30T14:29 01-30T14:46'],
  ],
  [
    'English, hours alone',
    'On 12 March 2024 between 9 and 10 UTC the app was unavailable.',
    ['lost app 03-12T09:00 03-12T10:00'],
  ],
  [
    'English, what a clause before says is not of the time behind it',
    'On 12 March 2024 at 14:02 UTC the app went down completely. From 14:20 UTC service was partially restored with degraded performance, and by 15:00 UTC it was fully operational.',
    ['lost app 03-12T14:02 03-12T14:20', 'degraded - 03-12T14:20 03-12T15:00'],
  ],
  [
    'English, users no longer could',
    'On 12 March 2024 at 13:55 UTC we deployed a change. Five minutes later, at 14:00 UTC, users could no longer join meetings. At 14:22 UTC we rolled back and the service recovered.',
    ['lost - 03-12T14:00 03-12T14:22'],
  ],
  [
    'English, an abbreviated month is no end of a sentence',
    'Sept. 16th, 2020: the application was unavailable from 2:49 p.m. to 3:09 p.m. Paris time.',
    ['lost app 09-16T12:49 09-16T13:09'],
  ],
  [
    'a dotted date has the day first',
    'On 12.03.2024 the app was down from 14:02 to 14:35 UTC.',
    ['lost app 03-12T14:02 03-12T14:35'],
  ],
  [
    'a range of work on a failure is none of it',
    'On 12 March 2024 the site was down from 11:28 to 14:30 UTC.\n\n11:32-13:05 The team investigated elevated errors of the store.',
    ['lost - 03-12T11:28 03-12T14:30'],
  ],
  [
    'French, hours in full',
    'Le 7 octobre 2021, à compter de 10 heures 30 (heure de Paris), la plateforme était inaccessible. Le service a été rétabli à 11 heures 05.',
    ['lost app 10-07T08:30 10-07T09:05'],
  ],
  [
    'French, how long an interruption was',
    'Le 12 mars 2024 à partir de 14h (heure de Paris), une interruption de 1h30 a touché l’application.',
    ['lost app 03-12T13:00 03-12T14:30'],
  ],
  [
    'French, in the evening',
    'Le 12 mars 2024 à 8h du soir (heure de Paris), la plateforme est tombée ; elle a été rétablie à 9h15 du soir.',
    ['lost app 03-12T19:00 03-12T20:15'],
  ],
  [
    'French, the zone once, behind other words',
    'Le 12 mars 2024 (heure de Paris) : l’application a été indisponible de 9h02 à 9h31. Le temps réel a été dégradé de 9h31 à 10h05.',
    ['lost app 03-12T08:02 03-12T08:31', 'degraded realtime 03-12T08:31 03-12T09:05'],
  ],
  [
    'French, users who no longer managed to',
    'Le 12 mars 2024 vers 18h30 heure de Paris, de nombreux utilisateurs ne parvenaient plus à se connecter. La situation est revenue à la normale à 19h10.',
    ['lost - 03-12T17:30 03-12T18:10'],
  ],
  [
    'French, yesterday, from the day of publication',
    'Hier, de 14h à 15h (heure de Paris), l’application était indisponible.\n\nPublié le 13 mars 2024',
    ['lost app 03-12T13:00 03-12T14:00'],
  ],
  [
    'said of what did not fail',
    'On 12 March 2024 at 14:02 UTC we deployed release 3.2. There was no downtime between 14:00 and 15:00 UTC.',
    [],
  ],
])('%s', (_name, text, windows) => {
  const read = readPostMortem(text, COMPONENTS, {});
  expect(read.questions).toEqual([]);
  expect(
    read.windows.map(
      ({ state, subject, startsAt, endsAt }) => `${state} ${subject ?? '-'} ${minute(startsAt)} ${minute(endsAt)}`,
    ),
  ).toEqual(windows);
});
