import { Box, Button } from '@mui/material';
import { scaleTime } from '@visx/scale';
import type { Schemas } from '../api/client.js';
import { useFormat } from '../format/use-format.js';
import { type Text, type TextKey, useText } from '../i18n/use-text.js';
import { ImpactMark } from '../impact/impact-mark.js';
import { type ImpactTone, useTones } from '../theme/tones.js';

type Timeline = Schemas['MeetingTimeline'];
type LaneRow = Schemas['ParticipantLane'];
type RangeName = 'blocked' | 'inferred' | 'mediaLost' | 'interactivityLost' | 'degraded';

/** The ranges of a participant in the order in which they are drawn, each in the tone of its class. */
const RANGES: readonly { readonly name: RangeName; readonly tone: ImpactTone }[] = [
  { name: 'degraded', tone: 'degraded' },
  { name: 'interactivityLost', tone: 'interactivity_loss' },
  { name: 'mediaLost', tone: 'media_loss' },
  { name: 'blocked', tone: 'unable_to_join' },
  { name: 'inferred', tone: 'unable_to_join' },
];

const WIDTH = 1000;
const HEIGHT = 20;

/** A lane for each participant: when they were in, refused (✕), kept out, what they lost and when it was slow. */
export function Lanes({
  timeline,
  lanes,
  zone,
  ask,
}: {
  readonly timeline: Timeline;
  readonly lanes: readonly LaneRow[];
  readonly zone: string;
  readonly ask: (participantId: string) => void;
}) {
  const format = useFormat();
  if (lanes.length === 0) return null;
  const [from, to] = boundsOf(timeline, lanes);
  const x = scaleTime<number>({ domain: [from, to], range: [2, WIDTH - 2] });
  const columns = { xs: 'minmax(0, 1fr)', md: 'minmax(120px, 180px) minmax(0, 1fr) minmax(120px, 240px) auto' };
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: columns, columnGap: 1.5, rowGap: 0.5, alignItems: 'center' }}>
      {lanes.map((lane) => (
        <LaneLine key={lane.participantId} timeline={timeline} lane={lane} x={x} ask={ask} />
      ))}
      <Box
        aria-hidden="true"
        sx={{
          gridColumn: '2',
          display: { xs: 'none', md: 'flex' },
          justifyContent: 'space-between',
          fontSize: 12,
          color: 'text.secondary',
        }}
      >
        {[0, 0.25, 0.5, 0.75, 1].map((share) => (
          <span key={share}>{format.clock(from + (to - from) * share, zone)}</span>
        ))}
      </Box>
    </Box>
  );
}

function LaneLine({
  timeline,
  lane,
  x,
  ask,
}: {
  readonly timeline: Timeline;
  readonly lane: LaneRow;
  readonly x: (at: Date) => number;
  readonly ask: (participantId: string) => void;
}) {
  const t = useText();
  const format = useFormat();
  return (
    // Where it is narrow, a lane is a block of its own, so that its question stands beside its name.
    <Box
      sx={{
        display: { xs: 'grid', md: 'contents' },
        alignItems: 'center',
        gridTemplate: '"who ask" "lane lane" "words words" / 1fr auto',
      }}
    >
      <Box
        sx={{ gridArea: at('who'), fontSize: 13, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
      >
        <ImpactMark
          impact={lane.class}
          inferred={lane.inferred.length > 0 && secondsOf(lane.blocked) === secondsOf(lane.inferred)}
        />{' '}
        {lane.participantId}
        {lane.role === 'facilitator' ? (
          <Box component="span" sx={{ color: 'text.secondary' }}>{` ${t('customer.facilitator')}`}</Box>
        ) : null}
      </Box>
      <Box sx={{ gridArea: at('lane') }}>
        <Drawing timeline={timeline} lane={lane} x={x} />
      </Box>
      <Box sx={{ gridArea: at('words'), fontSize: 13, color: 'text.secondary' }}>
        {wordsOf(lane, t, format.duration)}
      </Box>
      <Box sx={{ gridArea: at('ask'), justifySelf: 'end' }}>
        <Button onClick={() => ask(lane.participantId)} aria-label={t('why.of', { who: lane.participantId })}>
          {t('why.title')}
        </Button>
      </Box>
    </Box>
  );
}

/** The place of a part of a lane in its block; in its column where there is room. */
function at(area: string): object {
  return { xs: area, md: 'auto' };
}

function Drawing({
  timeline,
  lane,
  x,
}: {
  readonly timeline: Timeline;
  readonly lane: LaneRow;
  readonly x: (at: Date) => number;
}) {
  const tones = useTones();
  const middle = HEIGHT / 2;
  const place = (at: string): number => x(new Date(at));
  return (
    <Box
      component="svg"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      sx={{ display: 'block', width: '100%', height: HEIGHT }}
    >
      {timeline.scheduledStart === null || timeline.scheduledEnd === null ? null : (
        <line
          x1={place(timeline.scheduledStart)}
          x2={place(timeline.scheduledEnd)}
          y1={middle}
          y2={middle}
          stroke={tones.line}
          strokeWidth={1.5}
          vectorEffect="non-scaling-stroke"
        />
      )}
      {lane.present.map(({ startAt, endAt }) => (
        <rect
          key={`in ${startAt}`}
          x={place(startAt)}
          width={Math.max(2, place(endAt) - place(startAt))}
          y={middle - 2}
          height={4}
          fill={tones.edge}
        />
      ))}
      {RANGES.flatMap(({ name, tone }) =>
        lane[name].map(({ startAt, endAt }) => (
          <rect
            key={`${name} ${startAt}`}
            x={place(startAt)}
            width={Math.max(3, place(endAt) - place(startAt))}
            y={3}
            height={HEIGHT - 6}
            fill={name === 'inferred' ? tones.panel : tones.impact[tone].fill}
            stroke={tones.impact[tone].edge}
            vectorEffect="non-scaling-stroke"
          />
        )),
      )}
      {lane.attempts
        .filter(({ outcome }) => outcome !== 'admitted')
        .map(({ at }) => (
          <path
            key={`try ${at}`}
            d={`M${place(at) - 5} ${middle - 6}l10 12m0 -12l-10 12`}
            stroke={tones.text}
            strokeWidth={1.8}
            fill="none"
            vectorEffect="non-scaling-stroke"
          />
        ))}
    </Box>
  );
}

function boundsOf(
  { scheduledStart, scheduledEnd, startAt, endAt }: Timeline,
  lanes: readonly LaneRow[],
): readonly [number, number] {
  const ranges = lanes.flatMap((lane) => [...lane.present, ...RANGES.flatMap(({ name }) => lane[name])]);
  const tries = lanes.flatMap(({ attempts }) => attempts.map(({ at }) => at));
  const known = (instants: readonly (string | null)[]): number[] =>
    instants.flatMap((at) => (at === null ? [] : [Date.parse(at)]));
  const starts = known([scheduledStart, startAt, ...tries, ...ranges.map((range) => range.startAt)]);
  const ends = known([scheduledEnd, endAt, ...tries, ...ranges.map((range) => range.endAt)]);
  return [Math.min(...starts), Math.max(...ends)];
}

function secondsOf(ranges: readonly { readonly startAt: string; readonly endAt: string }[]): number {
  return ranges.reduce((sum, { startAt, endAt }) => sum + (Date.parse(endAt) - Date.parse(startAt)) / 1000, 0);
}

const WORDS: readonly (readonly [RangeName, TextKey])[] = [
  ['blocked', 'lane.blocked'],
  ['inferred', 'lane.inferred'],
  ['mediaLost', 'lane.mediaLost'],
  ['interactivityLost', 'lane.interactivityLost'],
  ['degraded', 'lane.degraded'],
];

/** `blocked 17 min · degraded 17 min`. */
function wordsOf(lane: LaneRow, t: Text, duration: (seconds: number) => string): string {
  const parts = WORDS.map(([name, key]) => ({ key, seconds: secondsOf(lane[name]) })).filter(
    ({ seconds }) => seconds > 0,
  );
  if (parts.length === 0) return t('impact.unaffected');
  return parts.map(({ key, seconds }) => t(key, { time: duration(seconds) })).join(' · ');
}
