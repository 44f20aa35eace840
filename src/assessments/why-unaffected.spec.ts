import { describe, expect, test } from '@jest/globals';
import { type UnaffectedFacts, whyUnaffected } from './why-unaffected.js';

const at = (time: string): Date => new Date(`2020-09-16T${time}:00Z`);

const FACTS: UnaffectedFacts = {
  isBot: false,
  isOnRoster: false,
  components: ['app'],
  cancelledAt: null,
  present: [],
  attempts: [],
  windows: [
    { id: 'w', componentKey: 'app', startsAt: at('12:49'), endsAt: at('13:09'), capabilities: { join: 'lost' } },
  ],
  assessedAt: at('18:00'),
};
const stay = (from: string, to: string) => [{ startAt: at(from), endAt: at(to) }];

describe('why nothing counts for somebody', () => {
  test.each<[string, Partial<UnaffectedFacts>, string[]]>([
    ['a bot', { isBot: true }, ['bot']],
    ['components not known', { components: null }, ['components_unknown']],
    ['other components', { components: ['visio'] }, ['components_not_hit']],
    ['nothing known', {}, ['nothing_known_of_them']],
    ['a no-show', { isOnRoster: true }, ['no_show_proves_nothing']],
    [
      'a cancelled meeting',
      { isOnRoster: true, cancelledAt: at('12:00') },
      ['meeting_cancelled_before', 'no_show_proves_nothing'],
    ],
    ['out before, half-open', { present: stay('12:00', '12:49') }, ['not_present_then', 'no_failed_attempt']],
    ['inside all along', { present: stay('12:00', '14:00') }, ['nothing_lost_inside', 'no_failed_attempt']],
    ['an attempt long before', { attempts: [{ at: at('09:00'), outcome: 'refused' }] }, ['no_failed_attempt']],
  ])('%s', (_, more, codes) => {
    expect(whyUnaffected({ ...FACTS, ...more }).map(({ code }) => code)).toEqual(codes);
  });

  test('a window that goes on ends at the assessment', () => {
    const [window] = FACTS.windows;
    if (window === undefined) throw new Error('no window');
    const present = stay('17:00', '17:30');
    const codes = whyUnaffected({ ...FACTS, windows: [{ ...window, endsAt: null }], present }).map(({ code }) => code);
    expect(codes).toEqual(['nothing_lost_inside', 'no_failed_attempt']);
  });
});
