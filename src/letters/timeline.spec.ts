import { describe, expect, test } from '@jest/globals';
import { ENGLISH_OFFER, FRENCH_OFFER } from '../../test/support/letter-sample.js';
import type { LetterContent, LetterWindow } from './letter-content.js';
import { letterTexts } from './letter-texts.js';
import { altRows, timelineOf } from './timeline.js';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const timeline = (content: LetterContent) => {
  const drawn = timelineOf(content, letterTexts(content.locale));
  if (drawn === null) throw new Error('nothing to draw');
  return drawn;
};
const ticks = (content: LetterContent) => timeline(content).ticks.map(({ label }) => plain(label));
const withWindows = (windows: readonly LetterWindow[], endAt: Date | null): LetterContent => ({
  ...FRENCH_OFFER,
  incident: { ...FRENCH_OFFER.incident, startAt: windows[0]?.startAt ?? new Date(0), endAt, windows },
  affected: {},
});
const lost = (startAt: string, endAt: string | null, label = 'Application'): LetterWindow => ({
  label,
  startAt: new Date(startAt),
  endAt: endAt === null ? null : new Date(endAt),
  state: 'lost',
});

describe('the timeline', () => {
  test('has one row for each component and state, and one for each class, heaviest first', () => {
    const rows = timeline(FRENCH_OFFER).groups.map(({ label, rows: each }) => [
      label,
      each.map((row) => plain(row.label)),
    ]);
    expect(rows).toEqual([
      ['Notre service', ['Application : dégradation', 'Application : panne', 'Temps réel : dégradation']],
      ['Vos réunions', ['Accès impossible', 'Perte d’interactivité', 'Service dégradé']],
    ]);
  });

  test('speaks the zone and the language of the customer', () => {
    expect(ticks(FRENCH_OFFER)).toEqual(['14 h', '14 h 15', '14 h 30', '14 h 45', '15 h', '15 h 15', '15 h 30']);
    expect(ticks(ENGLISH_OFFER)).toEqual(['13:00', '13:15', '13:30', '13:45', '14:00', '14:15', '14:30']);
    expect(ticks({ ...ENGLISH_OFFER, timeZone: 'Asia/Kolkata' }).at(0)).toBe('17:30');
  });

  test('joins bars that touch, and a window without an end runs off the axis', () => {
    const joined = withWindows(
      [lost('2020-09-16T12:00:00Z', '2020-09-16T12:30:00Z'), lost('2020-09-16T12:30:00Z', '2020-09-16T13:00:00Z')],
      new Date('2020-09-16T13:00:00Z'),
    );
    expect(timeline(joined).groups[0]?.rows[0]?.bars).toHaveLength(1);
    const open = withWindows(
      [lost('2020-09-16T12:00:00Z', '2020-09-16T12:30:00Z'), lost('2020-09-16T12:20:00Z', null)],
      null,
    );
    expect(timeline(open).groups[0]?.rows[0]?.bars).toEqual([
      { startAt: new Date('2020-09-16T12:00:00Z'), endAt: null },
    ]);
    expect(timeline(open).untilAt).toEqual(open.issuedOn);
  });

  test('draws the union of affected ranges', () => {
    const range = { startAt: new Date('2020-09-16T12:50:00Z'), endAt: new Date('2020-09-16T13:00:00Z') };
    const drawn = timeline({ ...FRENCH_OFFER, affected: { media_loss: [range, range] } });
    expect(drawn.groups[1]?.rows[0]?.bars).toEqual([range]);
  });

  test('gives what is past six rows of windows one row', () => {
    const windows = 'ABCDEFGHI'.split('').map((label) => lost('2020-09-16T12:00:00Z', '2020-09-16T13:00:00Z', label));
    const labels = timeline(withWindows(windows, new Date('2020-09-16T13:00:00Z'))).groups[0]?.rows.map(
      (row) => row.label,
    );
    expect(labels).toHaveLength(7);
    expect(plain(labels?.at(-1) ?? '')).toBe('Autres composants : panne');
  });

  test('shows the date at midnight, and dates only on a long axis', () => {
    const night = withWindows([lost('2020-10-24T20:10:00Z', '2020-10-25T05:20:00Z')], new Date('2020-10-25T05:20:00Z'));
    expect(ticks(night)).toEqual(['22 h', '25 oct.', '2 h', '3 h', '5 h']);
    const weeks = withWindows([lost('2020-10-01T00:00:00Z', '2020-10-29T00:00:00Z')], new Date('2020-10-29T00:00:00Z'));
    expect(ticks(weeks).every((label) => /^\d+(er)? (sept|oct)\.$/.test(label))).toBe(true);
    expect(ticks(weeks).length).toBeLessThanOrEqual(8);
  });

  test('is none when there is nothing to show', () => {
    expect(timelineOf(withWindows([], FRENCH_OFFER.incident.endAt), letterTexts('fr'))).toBeNull();
  });

  test('is said in words, with a count of the spans beyond six', () => {
    const minutes = Array.from({ length: 9 }, (_, index) => ({
      startAt: new Date(Date.UTC(2020, 8, 16, 12, index * 2)),
      endAt: new Date(Date.UTC(2020, 8, 16, 12, index * 2 + 1)),
    }));
    const rows = altRows(timeline({ ...ENGLISH_OFFER, affected: { degraded: minutes } }));
    expect(rows.at(-1)).toMatchObject({ label: 'Your meetings, Degraded service', moreSpans: 3 });
    expect(letterTexts('en').timelineAlt(ENGLISH_OFFER, rows)).toContain('13:00 to 13:01');
  });
});
