import { scaleLinear, type scaleTime } from '@visx/scale';
import { useFormat } from '../../format/use-format.js';
import { useWord } from '../../i18n/use-text.js';
import { useTones } from '../../theme/tones.js';
import { type Minute, stepArea } from './series-path.js';
import { toneOfWindow, type Window } from './window-tone.js';

export type PublishedUpdate = { readonly id: string; readonly at: string; readonly label: string };
export type Claim = {
  readonly id: string;
  readonly label: string;
  readonly from: string | null;
  readonly to: string | null;
};
export type Scale = ReturnType<typeof scaleTime<number>>;

/** Half of a time of day: nearer to the end of the axis it would be cut off. */
const EDGE = 18;
/** Of a letter of 12 px, about. */
const LETTER_WIDTH = 6.5;

/** Heights of the rows of the picture, in pixels. */
export const LANE = 26;
export const CURVE = 72;
export const AXIS = 26;

export function WindowBar({
  window,
  x,
  top,
  end,
}: {
  readonly window: Window;
  readonly x: Scale;
  readonly top: number;
  readonly end: number;
}) {
  const word = useWord();
  const tones = useTones();
  const tone = tones.impact[toneOfWindow(window.capabilities)];
  const from = x(new Date(window.startsAt));
  const to = window.endsAt === null ? x(end) : x(new Date(window.endsAt));
  const states = Object.entries(window.capabilities).map(
    ([name, state]) => `${word('capability', name)} ${word('capabilityState', state)}`,
  );
  return (
    <rect
      x={from}
      y={top + 5}
      width={Math.max(2, to - from)}
      height={LANE - 10}
      fill={tone.fill}
      stroke={tone.edge}
      rx={2}
      strokeDasharray={window.endsAt === null ? '4 3' : undefined}
    >
      <title>{states.join(', ')}</title>
    </rect>
  );
}

export function ClaimBar({
  claim,
  x,
  top,
  view,
}: {
  readonly claim: Claim;
  readonly x: Scale;
  readonly top: number;
  readonly view: readonly [number, number];
}) {
  const tones = useTones();
  const from = claim.from === null ? x(view[0]) : x(new Date(claim.from));
  const to = claim.to === null ? x(view[1]) : x(new Date(claim.to));
  const middle = top + LANE / 2;
  return (
    <g stroke={tones.quiet} strokeWidth={1.5}>
      <line x1={from} x2={to} y1={middle} y2={middle} strokeDasharray={claim.to === null ? '3 4' : undefined} />
      {claim.from === null ? null : <line x1={from} x2={from} y1={middle - 6} y2={middle + 6} />}
      {claim.to === null ? null : <line x1={to} x2={to} y1={middle - 6} y2={middle + 6} />}
    </g>
  );
}

export function UpdateMark({
  update,
  x,
  top,
}: {
  readonly update: PublishedUpdate;
  readonly x: Scale;
  readonly top: number;
}) {
  const tones = useTones();
  const at = x(new Date(update.at));
  const [, right = 0] = x.range();
  // At the right edge the words stand before the mark, where there is room.
  const isBefore = at + 8 + update.label.length * LETTER_WIDTH > right;
  return (
    <g>
      <path d={`M${at - 5} ${top + 6}h10l-5 8z`} fill={tones.text} />
      <text
        x={isBefore ? at - 8 : at + 8}
        textAnchor={isBefore ? 'end' : 'start'}
        y={top + 15}
        fontSize={12}
        fill={tones.text}
        paintOrder="stroke"
        stroke={tones.panel}
        strokeWidth={3}
      >
        {update.label}
      </text>
    </g>
  );
}

export function Curve({
  series,
  x,
  top,
  kind,
}: {
  readonly series: readonly Minute[];
  readonly x: Scale;
  readonly top: number;
  readonly kind: 'present' | 'refused';
}) {
  const tones = useTones();
  const format = useFormat();
  const most = series.reduce((max, { value }) => Math.max(max, value), 1);
  const y = scaleLinear<number>({ domain: [0, most], range: [top + CURVE - 1, top + 22] });
  const [, right = 0] = x.range();
  const tone = kind === 'refused' ? tones.impact.unable_to_join : { fill: tones.hover, edge: tones.quiet };
  return (
    <>
      <path
        d={stepArea(
          series,
          (at) => x(at),
          (value) => y(value),
          top + CURVE - 1,
        )}
        fill={tone.fill}
        stroke={tone.edge}
        strokeWidth={1}
      />
      <text
        x={right - 4}
        y={top + 16}
        fontSize={12}
        textAnchor="end"
        fill={tones.quiet}
        paintOrder="stroke"
        stroke={tones.panel}
        strokeWidth={3}
      >
        {format.number(most)}
      </text>
    </>
  );
}

export function Axis({
  x,
  top,
  zone,
  width,
  bottom,
}: {
  readonly x: Scale;
  readonly top: number;
  readonly zone: string;
  readonly width: number;
  readonly bottom: number;
}) {
  const tones = useTones();
  const format = useFormat();
  const ticks = x.ticks(Math.max(2, Math.floor(width / 90)));
  return (
    <g fontSize={12} fill={tones.quiet}>
      {ticks.map((tick) => (
        <g key={tick.getTime()}>
          <line x1={x(tick)} x2={x(tick)} y1={0} y2={bottom} stroke={tones.line} strokeDasharray="1 4" />
          <text x={x(tick)} y={top + 18} textAnchor={x(tick) > width - EDGE ? 'end' : 'middle'}>
            {format.clock(tick.getTime(), zone)}
          </text>
        </g>
      ))}
    </g>
  );
}
