/** Windows that touch, nest, overlap and pile up, over three components and every capability. */
import * as fc from 'fast-check';
import type { CapabilityState, CapabilityStates } from './oracle-types.js';
import { eitherSideSeconds } from './random-instants.js';
import type { WindowDraft } from './scenario-draft.js';

export const COMPONENTS = ['app', 'realtime', 'visio'] as const;

const state = fc.constantFrom<CapabilityState>('lost', 'degraded');
const capabilities: fc.Arbitrary<CapabilityStates> = fc.oneof(
  fc.constantFrom<CapabilityStates>(
    { join: 'lost' },
    { join: 'degraded' },
    { join: 'lost', interact: 'lost', moderate: 'lost' },
    { join: 'degraded', interact: 'degraded', moderate: 'degraded' },
    { media: 'lost' },
    { media: 'degraded' },
    { view: 'degraded' },
    { moderate: 'lost' },
    { moderate: 'degraded' },
    { join: 'lost', interact: 'lost', moderate: 'lost', view: 'lost', media: 'lost' },
  ),
  fc
    .record({ join: state, interact: state, moderate: state, view: state, media: state }, { requiredKeys: [] })
    .filter((states) => Object.keys(states).length > 0),
);

const component = fc.constantFrom('app', 'app', 'app', 'realtime', 'visio');

function windowDraft(lengthSeconds: fc.Arbitrary<number>, offsetSeconds: fc.Arbitrary<number>, openOneIn: number) {
  return fc.record<WindowDraft>({
    component,
    from: fc.constantFrom('anchor', 'start of the last', 'end of the last', 'end of the last'),
    offsetSeconds,
    lengthSeconds,
    isOpen: fc.nat({ max: openOneIn - 1 }).map((one) => one === openOneIn - 1 && openOneIn > 1),
    capabilities,
  });
}

/** One to six windows, some of them open. */
export const fewWindows: fc.Arbitrary<WindowDraft[]> = fc.array(
  windowDraft(
    fc.oneof(fc.constantFrom(300, 1200, 1200, 3600), fc.constantFrom(1, 59, 60, 61, 119, 120, 121, 299, 301, 899, 901)),
    fc.oneof(fc.constant(0), eitherSideSeconds),
    12,
  ),
  { minLength: 1, maxLength: 6 },
);

/** Hundreds of short windows, end to end or nearly, at most the last of them open. */
export const manyWindows: fc.Arbitrary<WindowDraft[]> = fc
  .tuple(
    fc.array(windowDraft(fc.integer({ min: 1, max: 240 }), fc.constantFrom(0, 0, 0, 1, 60, -60), 1), {
      minLength: 150,
      maxLength: 250,
      size: 'max',
    }),
    fc.boolean(),
  )
  .map(([windows, isLastOpen]) => [
    ...windows.slice(0, -1).map((window) => ({ ...window, from: 'end of the last' as const })),
    ...windows.slice(-1).map((window) => ({ ...window, from: 'end of the last' as const, isOpen: isLastOpen })),
  ]);

const CLEAN = { component: 'app', from: 'anchor', offsetSeconds: 0, isOpen: false } as const;

/**
 * Window 0 is a loss of `join` on `app` for 1 to 20 min; perhaps it is stored in two pieces, and perhaps others touch it,
 * lie over it or follow it.
 */
export const windowsWithALostJoin: fc.Arbitrary<WindowDraft[]> = fc
  .record({
    lengthSeconds: fc.constantFrom(60, 61, 120, 300, 900, 1200, 1200),
    capabilities: fc.constantFrom<CapabilityStates>(
      { join: 'lost' },
      { join: 'lost', interact: 'lost', moderate: 'lost' },
      { join: 'lost', media: 'degraded' },
    ),
    secondPiece: fc.constantFrom(null, null, null, null, null, 60, 600),
    others: fc.array(
      windowDraft(fc.constantFrom(60, 300, 600, 1200), fc.constantFrom(0, 0, 1, 59, 60, 61, 900, -60), 6),
      { maxLength: 2, size: 'max' },
    ),
  })
  .map(({ lengthSeconds, capabilities, secondPiece, others }) => {
    const first: WindowDraft = { ...CLEAN, lengthSeconds, capabilities };
    const second: WindowDraft[] =
      secondPiece === null ? [] : [{ ...first, from: 'end of the last', lengthSeconds: secondPiece }];
    return [first, ...second, ...others];
  });
