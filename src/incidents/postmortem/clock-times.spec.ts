import { expect, test } from '@jest/globals';
import { findClockTimes } from './clock-times.js';

const shown = (text: string): string[] =>
  findClockTimes(text).map(
    ({ hour, minute, isApproximate, zone }) =>
      `${isApproximate ? '~' : ''}${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}${zone === null ? '' : ` ${zone}`}`,
  );

test.each([
  ['de 14h49 à 15h09', ['14:49', '15:09']],
  ['le mercredi 16 septembre à 11h43 (heure de Paris)', ['11:43 Europe/Paris']],
  ['(vers 13h54)', ['~13:54']],
  ['A 15h09 précisément, 90% de', ['15:09']],
  ['As of today, 14h49 (Paris time), Wisembly', ['14:49 Europe/Paris']],
  ['between 14:02 and 14:35 UTC', ['14:02 UTC', '14:35 UTC']],
  ['14:02–14:35 UTC', ['14:02 UTC', '14:35 UTC']],
  ['from 2:15 to 3:40 pm PST', ['14:15 -08:00', '15:40 -08:00']],
  ['between 9 and 10:30 am PDT', ['09:00 -07:00', '10:30 -07:00']],
  ['from 11:30 to 1:15 pm', ['11:30', '13:15']],
  ['at 12:05 a.m. EST', ['00:05 -05:00']],
  ['at 2pm Pacific time', ['14:00 America/Los_Angeles']],
  ['around 10 a.m. ET', ['~10:00 America/New_York']],
  ['2021-03-04T14:02:30Z', ['14:02 UTC']],
  ['2021-03-04 14:02 +01:00', ['14:02 +01:00']],
  ['at 1449 UTC', ['14:49 UTC']],
  ['à 23h50 UTC+2', ['23:50 +02:00']],
  ['de 14 à 15h', ['14:00', '15:00']],
  ['entre 14 h 05 et 14 h 50', ['14:05', '14:50']],
  ['dès 9h', ['09:00']],
  ['from noon until midnight', ['12:00', '00:00']],
  ['à minuit', ['00:00']],
  ['pendant 2h30', []],
  ['a duré 1h20', []],
  ['2h30 de coupure', []],
  ['24h/24', []],
  ['10:1 ratio, 0,0812% and 1.14.3', []],
  ['pendant la pause de midi', ['12:00']],
  ['after 20 minutes', []],
  ['at 14:49 London time', ['14:49 Europe/London']],
])('%s', (text, times) => {
  expect(shown(text)).toEqual(times);
});
