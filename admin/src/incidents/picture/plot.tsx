import { Box, Button, Stack, Typography } from '@mui/material';
import { type PointerEvent, type ReactNode, useState } from 'react';
import { useFormat } from '../../format/use-format.js';
import { useText } from '../../i18n/use-text.js';
import { useTones } from '../../theme/tones.js';
import { AXIS, type Scale } from './marks.js';

const LEAST_SPAN_MS = 60_000;

/** The drawing with its pointer: the instant under it in both zones, and a stretch pulled over it to look closer. */
export function Plot({
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

export function Zoom({
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
      <Typography variant="caption" color="textSecondary" sx={{ display: { xs: 'none', lg: 'block' }, ml: 1 }}>
        {t('picture.advice')}
      </Typography>
    </Stack>
  );
}
