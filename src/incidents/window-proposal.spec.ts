import { describe, expect, test } from '@jest/globals';
import { CAPABILITIES, type Capability } from './outage-window.js';
import { acceptProposal } from './window-proposal.js';

const startsAt = new Date('2020-09-16T12:49:00Z');
const endsAt = new Date('2020-09-16T13:09:00Z');

function statesOf(
  known: readonly Capability[],
  said: readonly Capability[] | null,
  wanted: Record<string, 'lost'> | null,
): unknown {
  const found = acceptProposal(
    { componentKey: 'app', state: 'lost', capabilities: said, startsAt, endsAt, claims: [] },
    new Map([['app', known]]),
    { reason: null, ...(wanted === null ? {} : { capabilities: wanted }) },
  );
  return 'capabilities' in found ? found.capabilities : found;
}

describe('the capabilities of an accepted proposal', () => {
  test.each<[string, readonly Capability[], readonly Capability[] | null, Record<string, 'lost'> | null, object]>([
    ['nobody said: not media', CAPABILITIES, null, null, { join: 'lost', interact: 'lost', moderate: 'lost' }],
    ['nobody said, nothing but media', ['view', 'media'], null, null, { view: 'lost', media: 'lost' }],
    ['the mapping says media', CAPABILITIES, ['media'], null, { media: 'lost' }],
    ['the mapping says what it does not have', ['join'], ['join', 'media'], null, { join: 'lost' }],
    ['the person says media', CAPABILITIES, null, { media: 'lost' }, { media: 'lost' }],
  ])('%s', (_, known, said, wanted, expected) => {
    expect(statesOf(known, said, wanted)).toEqual(expected);
  });
});
