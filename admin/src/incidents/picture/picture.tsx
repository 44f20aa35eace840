import { Box, Button, Stack, Typography } from '@mui/material';
import { scaleLinear, scaleTime } from '@visx/scale';
import { type PointerEvent, type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react';
import { useFormat } from '../../format/use-format.js';
import { useText } from '../../i18n/use-text.js';
import { useTones } from '../../theme/tones.js';
import { type Minute, stepArea } from './series-path.js';
import { componentsOf, toneOfWindow, type Window } from './window-tone.js';

export type PublishedUpdate = { readonly id: string; readonly at: string; readonly label: string };
export type Claim = {
  readonly id: string;
  readonly label: string;
  readonly from: string | null;
  readonly to: string | null;
};

type Scale = ReturnType<typeof scaleTime<number>>;

const LANE = 26;
const CURVE = 72;
const AXIS = 26;
const LABELS = 150;
const NARROW = 560;
const LEAST_SPAN_MS = 60_000;

/**
 * The story of an incident on one axis of time: windows by component, people inside, refusals at the door, what was
 * published, what the evidence claims. Drawn in `zone`; the pointer tells the other zone too. What it shows is told
 * again in the tables of the page, so the drawing itself is one image to who listens.
 */
export function Picture({
  windows,
  updates,
  claims,
  present,
  refused,
  span,
  zone,
  other,
  description,
}: {
  readonly windows: readonly Window[];
  readonly updates: readonly PublishedUpdate[];
  readonly claims: readonly Claim[];
  readonly present: readonly Minute[];
  readonly refused: readonly Minute[];
  readonly span: readonly [number, number];
  readonly zone: string;
  readonly other: string;
  readonly description: string;
}) {
  const t = useText();
  const [frame, width] = useWidth();
  const [view, setView] = useState(span);
  const labels = width < NARROW ? 0 : LABELS;
  const x = scaleTime<number>({ domain: [view[0], view[1]], range: [labels, Math.max(labels + 10, width - 8)] });
  const components = componentsOf(windows);
  const rows: { readonly label: string; readonly height: number; readonly draw: (top: number) => ReactNode }[] = [
    ...components.map((key) => ({
      label: key,
      height: LANE,
      draw: (top: number) =>
        windows
          .filter(({ componentKey }) => componentKey === key)
          .map((window) => <WindowBar key={window.id} window={window} x={x} top={top} end={span[1]} />),
    })),
    ...(present.length === 0
      ? []
      : [
          {
            label: t('picture.present'),
            height: CURVE,
            draw: (top: number) => <Curve series={present} x={x} top={top} kind="present" />,
          },
        ]),
    ...(refused.length === 0
      ? []
      : [
          {
            label: t('picture.refused'),
            height: CURVE,
            draw: (top: number) => <Curve series={refused} x={x} top={top} kind="refused" />,
          },
        ]),
    ...claims.map((claim) => ({
      label: claim.label,
      height: LANE,
      draw: (top: number) => <ClaimBar claim={claim} x={x} top={top} view={span} />,
    })),
    ...(updates.length === 0
      ? []
      : [
          {
            label: t('picture.published'),
            height: LANE + 6,
            draw: (top: number) =>
              updates.map((update) => <UpdateMark key={update.id} update={update} x={x} top={top} />),
          },
        ]),
  ];
  const height = rows.reduce((sum, row) => sum + row.height, 0) + AXIS;
  return (
    <Box ref={frame} sx={{ width: '100%' }}>
      <Zoom view={view} span={span} setView={setView} />
      {width === 0 ? null : (
        <Plot
          width={width}
          height={height}
          x={x}
          labels={labels}
          zone={zone}
          other={other}
          description={description}
          setView={setView}
        >
          <Rows rows={rows} labels={labels} width={width} />
          <Axis x={x} top={height - AXIS} zone={zone} width={width - labels} bottom={height - AXIS} />
        </Plot>
      )}
    </Box>
  );
}

function Rows({
  rows,
  labels,
  width,
}: {
  readonly rows: readonly {
    readonly label: string;
    readonly height: number;
    readonly draw: (top: number) => ReactNode;
  }[];
  readonly labels: number;
  readonly width: number;
}) {
  const tones = useTones();
  const clip = useId();
  let top = 0;
  return (
    <>
      <clipPath id={clip}>
        <rect x={labels} y={0} width={Math.max(0, width - labels)} height={2000} />
      </clipPath>
      {rows.map(({ label, height, draw }) => {
        const at = top;
        top += height;
        return (
          <g key={label}>
            <line x1={0} x2={width} y1={at + height - 0.5} y2={at + height - 0.5} stroke={tones.line} />
            <g clipPath={`url(#${clip})`}>{draw(at)}</g>
            <text
              x={labels === 0 ? 4 : 0}
              y={at + 16}
              fontSize={12.5}
              fill={tones.quiet}
              paintOrder="stroke"
              stroke={tones.panel}
              strokeWidth={3}
            >
              {label}
            </text>
          </g>
        );
      })}
    </>
  );
}

function WindowBar({
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
  const t = useText();
  const tones = useTones();
  const tone = tones.impact[toneOfWindow(window.capabilities)];
  const from = x(new Date(window.startsAt));
  const to = window.endsAt === null ? x(end) : x(new Date(window.endsAt));
  const states = Object.entries(window.capabilities).map(
    ([name, state]) => `${t(`capability.${name}` as never)} ${t(`capabilityState.${state}` as never)}`,
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

function ClaimBar({
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

function UpdateMark({ update, x, top }: { readonly update: PublishedUpdate; readonly x: Scale; readonly top: number }) {
  const tones = useTones();
  const at = x(new Date(update.at));
  return (
    <g>
      <path d={`M${at - 5} ${top + 6}h10l-5 8z`} fill={tones.text} />
      <text
        x={at + 8}
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

function Curve({
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

function Axis({
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
          <text x={x(tick)} y={top + 18} textAnchor="middle">
            {format.clock(tick.getTime(), zone)}
          </text>
        </g>
      ))}
    </g>
  );
}

/** The drawing with its pointer: the instant under it in both zones, and a stretch pulled over it to look closer. */
function Plot({
  width,
  height,
  x,
  labels,
  zone,
  other,
  description,
  setView,
  children,
}: {
  readonly width: number;
  readonly height: number;
  readonly x: Scale;
  readonly labels: number;
  readonly zone: string;
  readonly other: string;
  readonly description: string;
  readonly setView: (view: readonly [number, number]) => void;
  readonly children: ReactNode;
}) {
  const tones = useTones();
  const format = useFormat();
  const [at, setAt] = useState<number | null>(null);
  const [from, setFrom] = useState<number | null>(null);
  const placeOf = (event: PointerEvent<SVGSVGElement>): number =>
    Math.max(labels, event.clientX - event.currentTarget.getBoundingClientRect().left);
  const timeAt = (place: number): number => x.invert(place).getTime();
  const finish = (): void => {
    if (from !== null && at !== null && Math.abs(at - from) > 6) {
      const [start, end] = [timeAt(Math.min(at, from)), timeAt(Math.max(at, from))];
      if (end - start >= LEAST_SPAN_MS) setView([start, end]);
    }
    setFrom(null);
  };
  const label =
    at === null
      ? ''
      : `${format.second(timeAt(at), zone)} ${format.zone(zone)}${other === zone ? '' : ` · ${format.second(timeAt(at), other)} ${format.zone(other)}`}`;
  return (
    <Box
      component="svg"
      role="img"
      aria-label={description}
      width={width}
      height={height}
      onPointerMove={(event: PointerEvent<SVGSVGElement>) => setAt(placeOf(event))}
      onPointerLeave={() => {
        setAt(null);
        setFrom(null);
      }}
      onPointerDown={(event: PointerEvent<SVGSVGElement>) => setFrom(placeOf(event))}
      onPointerUp={finish}
      sx={{ display: 'block', touchAction: 'pan-y', userSelect: 'none', cursor: 'crosshair' }}
    >
      {children}
      {at === null ? null : (
        <g pointerEvents="none">
          {from === null ? null : (
            <rect
              x={Math.min(at, from)}
              width={Math.abs(at - from)}
              y={0}
              height={height - AXIS}
              fill={tones.accent}
              opacity={0.15}
            />
          )}
          <line x1={at} x2={at} y1={0} y2={height - AXIS} stroke={tones.text} />
          <text
            x={at > width / 2 ? at - 6 : at + 6}
            y={height - AXIS - 4}
            textAnchor={at > width / 2 ? 'end' : 'start'}
            fontSize={12}
            fill={tones.text}
            paintOrder="stroke"
            stroke={tones.panel}
            strokeWidth={4}
          >
            {label}
          </text>
        </g>
      )}
    </Box>
  );
}

function Zoom({
  view,
  span,
  setView,
}: {
  readonly view: readonly [number, number];
  readonly span: readonly [number, number];
  readonly setView: (view: readonly [number, number]) => void;
}) {
  const t = useText();
  const length = view[1] - view[0];
  const isWhole = view[0] === span[0] && view[1] === span[1];
  const scaled = (factor: number): readonly [number, number] => {
    const middle = (view[0] + view[1]) / 2;
    const half = Math.max(LEAST_SPAN_MS, length * factor) / 2;
    return [middle - half, middle + half];
  };
  const moved = (share: number): readonly [number, number] => [view[0] + length * share, view[1] + length * share];
  return (
    <Stack
      direction="row"
      useFlexGap
      spacing={0.5}
      sx={{ mb: 1, alignItems: 'center', flexWrap: 'wrap' }}
      role="group"
      aria-label={t('picture.zoom')}
    >
      <Button onClick={() => setView(scaled(0.5))}>{t('picture.closer')}</Button>
      <Button onClick={() => setView(scaled(2))}>{t('picture.further')}</Button>
      <Button onClick={() => setView(moved(-0.25))}>{t('picture.earlier')}</Button>
      <Button onClick={() => setView(moved(0.25))}>{t('picture.later')}</Button>
      <Button disabled={isWhole} onClick={() => setView(span)}>
        {t('picture.whole')}
      </Button>
      <Typography variant="caption" color="text.secondary" sx={{ display: { xs: 'none', lg: 'block' }, ml: 1 }}>
        {t('picture.advice')}
      </Typography>
    </Stack>
  );
}

function useWidth(): readonly [(element: HTMLElement | null) => void, number] {
  const [width, setWidth] = useState(0);
  const observer = useRef<ResizeObserver | null>(null);
  const frame = useCallback((element: HTMLElement | null) => {
    observer.current?.disconnect();
    if (element === null) return;
    setWidth(element.clientWidth);
    observer.current = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.current.observe(element);
  }, []);
  useEffect(() => () => observer.current?.disconnect(), []);
  return [frame, width];
}
