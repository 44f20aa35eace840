import { describe, expect, test } from '@jest/globals';
import {
  formatAxisZone,
  formatDate,
  formatOffset,
  formatShortDate,
  formatSpanZone,
  formatTime,
  formatWeekday,
  formatZone,
  lastDayToAccept,
  lastWholeDay,
} from './format-instant.js';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const at = (instant: string) => new Date(instant);

describe('a date', () => {
  test.each([
    ['2020-09-16T12:49:00Z', 'Europe/Paris', 'mercredi 16 septembre 2020', 'Wednesday 16 September 2020'],
    ['2020-09-30T22:30:00Z', 'Europe/Paris', 'jeudi 1er octobre 2020', 'Thursday 1 October 2020'],
    ['2020-09-30T22:30:00Z', 'UTC', 'mercredi 30 septembre 2020', 'Wednesday 30 September 2020'],
    ['2024-02-29T23:59:59Z', 'UTC', 'jeudi 29 février 2024', 'Thursday 29 February 2024'],
  ])('%s in %s', (instant, zone, french, english) => {
    expect(plain(formatWeekday(at(instant), zone, 'fr'))).toBe(french);
    expect(plain(formatWeekday(at(instant), zone, 'en'))).toBe(english);
  });

  test('is short on an axis', () => {
    expect(plain(formatShortDate(at('2020-09-16T12:00:00Z'), 'UTC', 'fr'))).toBe('16 sept.');
    expect(plain(formatShortDate(at('2020-09-16T12:00:00Z'), 'UTC', 'en'))).toBe('16 Sep');
  });

  test('keeps its day and month on one line', () => {
    expect(formatDate(at('2020-09-16T12:00:00Z'), 'UTC', 'fr')).toBe('16\u00a0septembre 2020');
  });
});

describe('a time of day', () => {
  test.each([
    ['2020-09-16T12:49:00Z', 'Europe/Paris', '14 h 49', '14:49'],
    ['2020-12-16T12:49:00Z', 'Europe/Paris', '13 h 49', '13:49'],
    ['2020-09-16T12:00:59Z', 'Europe/Paris', '14 h', '14:00'],
    ['2020-09-15T22:05:00Z', 'Europe/Paris', '0 h 05', '00:05'],
    ['2020-09-16T12:49:00Z', 'Asia/Kolkata', '18 h 19', '18:19'],
    ['2020-09-16T12:49:00Z', 'America/New_York', '8 h 49', '08:49'],
  ])('%s in %s', (instant, zone, french, english) => {
    expect(plain(formatTime(at(instant), zone, 'fr'))).toBe(french);
    expect(formatTime(at(instant), zone, 'en')).toBe(english);
  });
});

describe('a zone', () => {
  const summer = at('2020-09-16T12:49:00Z');
  test.each([
    ['Europe/Paris', 'heure de Paris', 'Paris time', 'UTC+2'],
    ['Europe/Athens', 'heure d’Athènes', 'Athens time', 'UTC+3'],
    ['Africa/Cairo', 'heure du Caire', 'Cairo time', 'UTC+2'],
    ['Indian/Reunion', 'heure de La Réunion', 'Reunion time', 'UTC+4'],
    ['America/New_York', 'heure de New York', 'New York time', 'UTC\u22124'],
    ['America/Argentina/Buenos_Aires', 'heure de Buenos Aires', 'Buenos Aires time', 'UTC\u22123'],
    ['America/St_Johns', 'heure de Saint-Jean de Terre-Neuve', 'St Johns time', 'UTC\u22122:30'],
    ['Asia/Kolkata', 'heure de Kolkata', 'Kolkata time', 'UTC+5:30'],
    ['UTC', 'UTC', 'UTC', 'UTC'],
    ['Etc/GMT+5', 'UTC\u22125', 'UTC\u22125', 'UTC\u22125'],
  ])('%s', (zone, french, english, offset) => {
    expect(formatZone(summer, zone, 'fr')).toBe(french);
    expect(formatZone(summer, zone, 'en')).toBe(english);
    expect(formatOffset(summer, zone)).toBe(offset);
  });

  test('names both offsets when the clocks change in the span', () => {
    const [from, until] = [at('2020-10-24T20:00:00Z'), at('2020-10-25T06:00:00Z')];
    expect(formatSpanZone(from, until, 'Europe/Paris', 'fr')).toBe('heure de Paris, UTC+2 puis UTC+1');
    expect(formatAxisZone(from, until, 'Europe/Paris', 'en')).toBe('Paris time, UTC+2 then UTC+1');
    expect(formatSpanZone(from, from, 'Europe/Paris', 'fr')).toBe('heure de Paris');
    expect(formatAxisZone(from, null, 'Europe/Paris', 'fr')).toBe('heure de Paris (UTC+2)');
  });
});

describe('the last day of an offer', () => {
  const issuedOn = at('2020-09-17T08:00:00Z');
  const lastDay = (until: string) => {
    const day = lastWholeDay(issuedOn, at(until), 'Europe/Paris');
    return day === null ? null : plain(formatDate(day, 'Europe/Paris', 'fr'));
  };

  test('is the day before a local midnight, which the offer does not reach', () =>
    expect(lastDay('2020-10-16T22:00:00Z')).toBe('16 octobre 2020'));
  test('is the day before any later time, since that day is not whole', () =>
    expect(lastDay('2020-10-17T14:00:00Z')).toBe('16 octobre 2020'));
  test('is none when the offer ends on the day it is made', () => expect(lastDay('2020-09-17T20:00:00Z')).toBeNull());
  test('to accept it is then the day of its end', () => {
    const lastToAccept = (until: string) =>
      plain(formatDate(lastDayToAccept(issuedOn, at(until), 'Europe/Paris'), 'Europe/Paris', 'fr'));
    expect(lastToAccept('2020-09-17T20:00:00Z')).toBe('17 septembre 2020');
    expect(lastToAccept('2020-10-16T22:00:00Z')).toBe('16 octobre 2020');
  });
});
