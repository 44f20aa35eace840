import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { FOUNDING_COMPONENTS, FOUNDING_INCIDENT, SEED_FOLDER } from './founding-incident.js';
import { instantText, LOST_FROM, LOST_TO, REALTIME_TO, SLOW_FROM } from './outage-day.js';

const { evidence, updates, windows } = FOUNDING_INCIDENT;
const body = (file: string): string => readFileSync(join(import.meta.dirname, SEED_FOLDER, file), 'utf8').trimEnd();
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const parisTime = (instant: string | null): string | null =>
  instant &&
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Paris', timeStyle: 'short' }).format(new Date(instant));

describe('the founding incident', () => {
  test('shows its four updates at the times of the status page', () => {
    expect(updates.map(({ status, displayAt, locale }) => [status, parisTime(displayAt), locale])).toEqual([
      ['investigating', '15:15', 'en'],
      ['identified', '15:28', 'en'],
      ['resolved', '15:42', 'en'],
      ['postmortem', '17:41', 'fr'],
    ]);
  });

  test('keeps the published words to the letter, slips included', () => {
    expect(Object.fromEntries(updates.map(({ status, bodyFile }) => [status, sha256(body(bodyFile))]))).toEqual(BODIES);
  });

  test('quotes every piece of evidence from the published words', () => {
    const published = updates.map(({ bodyFile }) => body(bodyFile)).join('\n');
    expect(evidence.filter(({ quote }) => !published.includes(quote)).map(({ key }) => key)).toEqual([]);
  });

  test('holds the competing claims about when it was', () => {
    const claims = evidence.map(({ source, claimedStartAt, claimedEndAt, confidence }) =>
      [source, parisTime(claimedStartAt), parisTime(claimedEndAt), confidence].join(' '),
    );
    expect(claims).toEqual([
      'monitoring 11:43  low',
      'probe 12:43  medium',
      'status_page 13:53  high',
      'post_mortem 13:54  medium',
      'status_page 14:49 15:09 high',
      'post_mortem 14:49 15:09 high',
      'post_mortem   high',
      'post_mortem   high',
      'post_mortem 15:09 15:27 high',
    ]);
  });

  test('chooses three windows, each with a reason and evidence', () => {
    const hit = windows.map(({ componentKey, startsAt, endsAt, capabilities }) => [
      componentKey,
      parisTime(startsAt),
      parisTime(endsAt),
      capabilities,
    ]);
    expect(hit).toEqual([
      ['app', '13:53', '14:49', { join: 'degraded', interact: 'degraded', moderate: 'degraded' }],
      ['app', '14:49', '15:09', { join: 'lost', interact: 'lost', moderate: 'lost' }],
      ['realtime', '15:09', '15:27', { interact: 'degraded', moderate: 'degraded' }],
    ]);
    for (const window of windows) {
      expect(window.reason.length).toBeGreaterThan(100);
      expect(window.evidenceKeys.length).toBeGreaterThan(0);
      expect(evidence.map(({ key }) => key)).toEqual(expect.arrayContaining([...window.evidenceKeys]));
    }
  });

  test('hits only capabilities that the component has', () => {
    for (const { componentKey, capabilities } of windows) {
      const component = FOUNDING_COMPONENTS.find(({ key }) => key === componentKey);
      expect(component?.capabilities).toEqual(expect.arrayContaining(Object.keys(capabilities)));
    }
  });

  test('tells customers in both languages what happened and when, without words of the trade', () => {
    for (const words of Object.values(FOUNDING_INCIDENT.descriptions)) {
      expect(words).toMatch(/14[:h]49/);
      expect(words).not.toMatch(/redis|mysql|dump|backend|claranet/i);
    }
  });

  test('is the incident that the generated day goes through', () => {
    const edges = [SLOW_FROM, LOST_FROM, LOST_TO, REALTIME_TO].map((second) => Date.parse(instantText(second)));
    expect(windows.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]).map((at) => Date.parse(at))).toEqual([
      edges[0],
      edges[1],
      edges[1],
      edges[2],
      edges[2],
      edges[3],
    ]);
  });
});

/** Of the bodies as they were published, so that no well-meant correction slips in. */
const BODIES = {
  investigating: '958c99949942de6738aff2d8ea2b33ab6d6a68465e483483d21b6a08c6deac7a',
  identified: '87ca8c10cc4a6d8a1de6652013640726363ddb8a6debe6dd26770c834c3350eb',
  resolved: '6884762c9ee31c5df7360d870c845fa8b97e813e6537f1689a1d1863aa2c196c',
  postmortem: 'a25519696dd9fb1d198c42e4ba89cc22b93e41b06dde1e2e2d26b1aaab914981',
};
