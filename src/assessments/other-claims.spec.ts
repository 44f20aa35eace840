import { describe, expect, test } from '@jest/globals';
import { type BackedWindow, type Claim, otherClaims, windowsUnder } from './other-claims.js';

const at = (time: string): Date => new Date(`2020-09-16T${time}:00Z`);

const WINDOW: BackedWindow = {
  id: 'w1',
  componentKey: 'app',
  startsAt: at('11:53'),
  endsAt: at('12:49'),
  capabilities: { join: 'degraded' },
  evidenceIds: ['probe', 'page', 'report'],
};

function claim(id: string, start: string | null, end: string | null = null, componentKey = 'app'): Claim {
  return {
    id,
    componentKey,
    claimedStartAt: start === null ? null : at(start),
    claimedEndAt: end === null ? null : at(end),
  };
}

const short = (claims: readonly Claim[], windows = [WINDOW]) =>
  otherClaims(windows, claims).map(({ windowId, edge, claimedAt, evidenceIds }) => [
    windowId,
    edge,
    claimedAt.toISOString().slice(11, 16),
    ...evidenceIds,
  ]);

describe('other claims', () => {
  test('the start that the probes and the report claim, not the one that was chosen', () => {
    expect(short([claim('probe', '10:43'), claim('page', '11:53'), claim('report', '11:54')])).toEqual([
      ['w1', 'start', '10:43', 'probe'],
      ['w1', 'start', '11:54', 'report'],
    ]);
  });

  test('claims that agree are one', () => {
    expect(short([claim('probe', '10:43'), claim('report', '10:43')])).toEqual([
      ['w1', 'start', '10:43', 'probe', 'report'],
    ]);
  });

  test.each([
    ['a start at or after the end', claim('probe', '12:49')],
    ['an end at or before the start', claim('probe', null, '11:53')],
    ['what backs another window', claim('probe', '10:00', '12:00')],
  ])('leaves out %s', (name, one) => {
    const other = { ...WINDOW, id: 'w2', startsAt: at('10:00'), endsAt: at('12:00'), evidenceIds: ['probe'] };
    const windows = name.includes('another') ? [{ ...WINDOW, evidenceIds: [] }, other] : [WINDOW];
    expect(short([one], windows)).toEqual([]);
  });

  test('a claim that backs nothing speaks of what it overlaps of its component', () => {
    expect(short([claim('new', '12:00', '13:00')])).toEqual([
      ['w1', 'start', '12:00', 'new'],
      ['w1', 'end', '13:00', 'new'],
    ]);
    expect(short([claim('new', '13:00', '14:00'), claim('far', '12:00', '13:00', 'realtime')])).toEqual([]);
  });

  test('a claim of one end alone that backs nothing speaks of the nearest such edge of its component', () => {
    const lost = { ...WINDOW, id: 'w2', startsAt: at('12:49'), endsAt: at('13:09'), evidenceIds: [] };
    const goesOn = { ...lost, id: 'w3', startsAt: at('13:30'), endsAt: null };
    const windows = [{ ...WINDOW, evidenceIds: [] }, lost];
    expect(short([claim('probe', '10:43')], windows)).toEqual([['w1', 'start', '10:43', 'probe']]);
    expect(short([claim('customer', null, '13:15')], windows)).toEqual([['w2', 'end', '13:15', 'customer']]);
    expect(short([claim('customer', null, '13:50')], [...windows, goesOn])).toEqual([
      ['w3', 'end', '13:50', 'customer'],
    ]);
    expect(short([claim('far', '00:10')], windows)).toEqual([]);
    expect(short([claim('other', '10:43', null, 'realtime')], windows)).toEqual([]);
  });

  test('the windows under a claim', () => {
    const [other] = otherClaims([WINDOW], [claim('probe', '10:43')]);
    if (other === undefined) throw new Error('no claim');
    expect(windowsUnder([WINDOW, { ...WINDOW, id: 'w2' }], other).map(({ startsAt }) => startsAt)).toEqual([
      at('10:43'),
      at('11:53'),
    ]);
  });
});
