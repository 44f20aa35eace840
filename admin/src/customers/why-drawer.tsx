import {
  Alert,
  Box,
  Button,
  Drawer,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import type { Schemas } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { type Format, useFormat } from '../format/use-format.js';
import { useText, useWord } from '../i18n/use-text.js';
import { ImpactWord } from '../impact/impact-mark.js';
import { Loaded } from '../shell/states.js';
import type { Asked } from './customer-meetings.js';

type Explanation = Schemas['ParticipantExplanation'];
type Range = Explanation['ranges'][number];

const RANGE_WORD = {
  blocked: 'why.range.blocked',
  mediaLost: 'why.range.mediaLost',
  interactivityLost: 'why.range.interactivityLost',
  degraded: 'why.range.degraded',
} as const;

/**
 * Why somebody is counted as they are, or not: each range with the rule it comes from, then the sessions, the attempts and
 * the windows that it rests on.
 */
export function WhyDrawer({
  asked,
  assessmentId,
  customerId,
  zone,
  other,
  close,
}: {
  readonly asked: Asked;
  readonly assessmentId: string;
  readonly customerId: string;
  readonly zone: string;
  readonly other: string;
  readonly close: () => void;
}) {
  const t = useText();
  const { meetingId, participantId } = asked;
  const query = useGet('/api/v1/assessments/{id}/participants/{meetingId}/{participantId}', {
    path: { id: assessmentId, meetingId, participantId },
    query: { customerId },
  });
  const paper = { role: 'dialog', 'aria-labelledby': 'why-title', sx: { width: { xs: '100%', sm: 620 }, p: 2.5 } };
  return (
    <Drawer anchor="right" open onClose={close} slotProps={{ paper }}>
      <Stack direction="row" sx={{ alignItems: 'flex-start', gap: 2, mb: 1 }}>
        <Box sx={{ flex: 1 }}>
          <Typography variant="h2" id="why-title">
            {t('why.of', { who: participantId })}
          </Typography>
          <Typography color="textSecondary">{asked.meetingName}</Typography>
        </Box>
        <Button onClick={close} autoFocus>
          {t('action.close')}
        </Button>
      </Stack>
      <Loaded query={query} lines={8}>
        {(explanation) => <Why explanation={explanation} zone={zone} other={other} />}
      </Loaded>
    </Drawer>
  );
}

function Why({
  explanation,
  zone,
  other,
}: {
  readonly explanation: Explanation;
  readonly zone: string;
  readonly other: string;
}) {
  const t = useText();
  const word = useWord();
  const format = useFormat();
  const { ranges, whyUnaffected, sessions, attempts, windows } = explanation;
  return (
    <Stack spacing={2}>
      <ImpactWord impact={explanation.class} inferred={explanation.confidence === 'inferred'} />
      {explanation.borderline ? <Note text={t('why.borderline')} /> : null}
      {explanation.hasOpenSession ? <Note text={t('why.openSession')} /> : null}
      {explanation.wouldChange ? <Note text={t('why.wouldChange')} /> : null}
      {whyUnaffected.map((reason) => (
        <Note key={reason.code} text={t(`why.not.${reason.code}`)} />
      ))}
      {ranges.length === 0 ? null : <Ranges ranges={ranges} zone={zone} other={other} />}
      <Facts
        title={t('why.sessions')}
        none={t('why.noSession')}
        rows={sessions.map(({ joinedAt, leftAt, endedAt }) => [
          `${format.second(joinedAt, zone)} – ${format.second(leftAt ?? endedAt, zone)}`,
          leftAt === null ? t('why.endWorkedOut') : '',
        ])}
      />
      <Facts
        title={t('why.attempts')}
        none={t('why.noAttempt')}
        rows={attempts.map(({ at, outcome }) => [format.second(at, zone), word('why.outcome', outcome)])}
      />
      <Facts
        title={t('why.windows')}
        none={t('why.noWindow')}
        rows={windows.map(({ componentKey, startsAt, endsAt, capabilities }) => [
          componentKey,
          `${format.second(startsAt, zone)} – ${endsAt === null ? t('incident.goesOn') : format.second(endsAt, zone)}`,
          Object.entries(capabilities)
            .map(([name, state]) => `${word('capability', name)} ${word('capabilityState', state)}`)
            .join(', '),
        ])}
      />
    </Stack>
  );
}

function Note({ text }: { readonly text: string }) {
  return (
    <Alert severity="info" icon={false}>
      {text}
    </Alert>
  );
}

function Ranges({
  ranges,
  zone,
  other,
}: {
  readonly ranges: readonly Range[];
  readonly zone: string;
  readonly other: string;
}) {
  const t = useText();
  const format = useFormat();
  return (
    <Table aria-label={t('why.ranges')}>
      <TableHead>
        <TableRow>
          <TableCell>{t('why.what')}</TableCell>
          <TableCell>{t('why.when', { zone: format.zone(zone) })}</TableCell>
          <TableCell align="right">{t('windows.length')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {ranges.map((range) => (
          <TableRow key={`${range.kind} ${range.startAt}`}>
            <TableCell sx={{ py: 0.75 }}>
              {t(RANGE_WORD[range.kind])}
              <Typography variant="body2" color="textSecondary">
                {range.rules.map((rule) => t(`why.rule.${rule}`)).join('; ')}
              </Typography>
            </TableCell>
            <TableCell title={other === zone ? undefined : spanIn(range, other, format)}>
              {spanIn(range, zone, format)}
            </TableCell>
            <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
              {format.duration(range.seconds)}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function spanIn({ startAt, endAt }: Range, zone: string, format: Format): string {
  return `${format.second(startAt, zone)} – ${format.second(endAt, zone)}`;
}

/** Facts as rows, or that there are none. */
function Facts({
  title,
  none,
  rows,
}: {
  readonly title: string;
  readonly none: string;
  readonly rows: readonly (readonly string[])[];
}) {
  return (
    <Box>
      <Typography variant="h3">{title}</Typography>
      {rows.length === 0 ? (
        <Typography color="textSecondary">{none}</Typography>
      ) : (
        <Table aria-label={title}>
          <TableBody>
            {rows.map((cells) => (
              <TableRow key={cells.join(' ')}>
                {cells.map((cell, index) => (
                  <TableCell key={index} sx={{ pl: index === 0 ? 0 : undefined }}>
                    {cell}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Box>
  );
}
