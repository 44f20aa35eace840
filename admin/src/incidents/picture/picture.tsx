import { Box } from '@mui/material';
import { scaleTime } from '@visx/scale';
import { type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react';
import { useText } from '../../i18n/use-text.js';
import { useTones } from '../../theme/tones.js';
import {
  AXIS,
  Axis,
  type Claim,
  ClaimBar,
  CURVE,
  Curve,
  LANE,
  type PublishedUpdate,
  type Scale,
  UpdateMark,
  WindowBar,
} from './marks.js';
import { Plot, Zoom } from './plot.js';
import type { Minute } from './series-path.js';
import { componentsOf, type Window } from './window-tone.js';

const LABELS = 150;
const NARROW = 560;
const LEVEL = 18;
/** About as wide as the longest word of a published update. */
const WORD = 96;

type Row = {
  readonly key: string;
  readonly label: string;
  readonly height: number;
  readonly draw: (top: number) => ReactNode;
};

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
  const sources = [...new Set(claims.map(({ label }) => label))];
  const levels = levelsOf(updates, x);
  const rows: readonly Row[] = [
    ...components.map((key) => ({
      key: `window ${key}`,
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
            key: 'present',
            label: t('picture.present'),
            height: CURVE,
            draw: (top: number) => <Curve series={present} x={x} top={top} kind="present" />,
          },
        ]),
    ...(refused.length === 0
      ? []
      : [
          {
            key: 'refused',
            label: t('picture.refused'),
            height: CURVE,
            draw: (top: number) => <Curve series={refused} x={x} top={top} kind="refused" />,
          },
        ]),
    ...sources.map((label) => ({
      key: `claim ${label}`,
      label,
      height: LANE,
      draw: (top: number) =>
        claims
          .filter((claim) => claim.label === label)
          .map((claim) => <ClaimBar key={claim.id} claim={claim} x={x} top={top} view={span} />),
    })),
    ...(updates.length === 0
      ? []
      : [
          {
            key: 'published',
            label: t('picture.published'),
            height: LANE + Math.max(...levels) * LEVEL,
            draw: (top: number) =>
              updates.map((update, index) => (
                <UpdateMark key={update.id} update={update} x={x} top={top + (levels[index] ?? 0) * LEVEL} />
              )),
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
  readonly rows: readonly Row[];
  readonly labels: number;
  readonly width: number;
}) {
  const tones = useTones();
  const clip = useId();
  const tops = rows.map((_, index) => rows.slice(0, index).reduce((sum, { height }) => sum + height, 0));
  return (
    <>
      <clipPath id={clip}>
        <rect x={labels} y={0} width={Math.max(0, width - labels)} height={2000} />
      </clipPath>
      {rows.map(({ key, label, height, draw }, index) => {
        const at = tops[index] ?? 0;
        return (
          <g key={key}>
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

/** On which line the word of each update stands, so that no two are written over each other. */
function levelsOf(updates: readonly PublishedUpdate[], x: Scale): readonly number[] {
  const ends: number[] = [];
  return updates.map(({ at }) => {
    const place = x(new Date(at));
    const free = ends.findIndex((end) => end < place);
    const level = free === -1 ? ends.length : free;
    ends[level] = place + WORD;
    return level;
  });
}
