import { Box, Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import type { Schemas } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { ImpactWord } from '../impact/impact-mark.js';
import { Panel } from '../shell/panel.js';
import { Loaded } from '../shell/states.js';
import { Lanes } from './lanes.js';
import { WhyDrawer } from './why-drawer.js';

type CustomerIncident = Schemas['CustomerIncident'];
type MeetingImpact = Schemas['MeetingImpactRow'];
/** A participant of a meeting, of whom the reader asks why. */
export type Asked = { readonly meetingId: string; readonly meetingName: string; readonly participantId: string };

const MOST = 500;
/** So many meetings show their people at once; the others when they are asked for. */
const OPEN_AT_FIRST = 4;
const PEOPLE_AT_FIRST = 6;

/** The customer's meetings in an incident, with a lane for each participant. */
export function CustomerMeetings({
  incident,
  externalId,
  zone,
  other,
}: {
  readonly incident: CustomerIncident;
  readonly externalId: string;
  readonly zone: string;
  readonly other: string;
}) {
  const t = useText();
  const [asked, setAsked] = useState<Asked | null>(null);
  const { assessmentId } = incident;
  const query = useGet('/api/v1/assessments/{id}/meetings', {
    path: { id: assessmentId },
    query: { customerId: externalId, limit: MOST },
  });
  return (
    <Box id="meetings">
      <Panel title={t('customer.meetings')}>
        <Loaded query={query}>
          {({ items }) =>
            items.map((meeting, index) => (
              <Meeting
                key={meeting.meetingId}
                meeting={meeting}
                incident={incident}
                externalId={externalId}
                isOpenAtFirst={index < OPEN_AT_FIRST}
                zone={zone}
                ask={setAsked}
              />
            ))
          }
        </Loaded>
      </Panel>
      {asked === null ? null : (
        <WhyDrawer
          asked={asked}
          assessmentId={assessmentId}
          customerId={externalId}
          zone={zone}
          other={other}
          close={() => setAsked(null)}
        />
      )}
    </Box>
  );
}

function Meeting({
  meeting,
  incident,
  externalId,
  isOpenAtFirst,
  zone,
  ask,
}: {
  readonly meeting: MeetingImpact;
  readonly incident: CustomerIncident;
  readonly externalId: string;
  readonly isOpenAtFirst: boolean;
  readonly zone: string;
  readonly ask: (asked: Asked) => void;
}) {
  const t = useText();
  const format = useFormat();
  const [isOpen, setOpen] = useState(isOpenAtFirst && meeting.class !== 'unknown');
  const name = meeting.title ?? meeting.externalId;
  const schedule =
    meeting.scheduledStart === null || meeting.scheduledEnd === null
      ? t('customer.noSchedule')
      : `${format.clock(meeting.scheduledStart, zone)}–${format.clock(meeting.scheduledEnd, zone)}`;
  return (
    <Box component="article" sx={{ pt: 1.5, '& + &': { borderTop: '1px solid', borderColor: 'divider', mt: 1.5 } }}>
      <Stack direction="row" useFlexGap spacing={1.5} sx={{ flexWrap: 'wrap', alignItems: 'baseline', mb: 0.5 }}>
        <Typography variant="h3">{name}</Typography>
        <Typography color="textSecondary">{schedule}</Typography>
        <ImpactWord impact={meeting.class} inferred={meeting.confidence === 'inferred'} />
        <Typography color="textSecondary">{(meeting.components ?? []).join(', ')}</Typography>
        {isOpen ? null : <Button onClick={() => setOpen(true)}>{t('customer.showPeople')}</Button>}
      </Stack>
      {meeting.class === 'unknown' ? (
        <Typography color="textSecondary">{t('customer.unknownMeeting')}</Typography>
      ) : null}
      {isOpen ? (
        <People
          meetingId={meeting.meetingId}
          assessmentId={incident.assessmentId}
          externalId={externalId}
          zone={zone}
          ask={(participantId) => ask({ meetingId: meeting.meetingId, meetingName: name, participantId })}
        />
      ) : null}
    </Box>
  );
}

function People({
  meetingId,
  assessmentId,
  externalId,
  zone,
  ask,
}: {
  readonly meetingId: string;
  readonly assessmentId: string;
  readonly externalId: string;
  readonly zone: string;
  readonly ask: (participantId: string) => void;
}) {
  const t = useText();
  const [isWhole, setWhole] = useState(false);
  const query = useGet('/api/v1/assessments/{id}/meetings/{meetingId}/timeline', {
    path: { id: assessmentId, meetingId },
    query: { customerId: externalId },
  });
  return (
    <Loaded query={query} lines={3}>
      {(timeline) => (
        <>
          <Lanes
            timeline={timeline}
            lanes={isWhole ? timeline.lanes : timeline.lanes.slice(0, PEOPLE_AT_FIRST)}
            zone={zone}
            ask={ask}
          />
          {timeline.lanes.length > PEOPLE_AT_FIRST && !isWhole ? (
            <Button onClick={() => setWhole(true)}>
              {t('customer.allPeople', { smart_count: timeline.lanes.length })}
            </Button>
          ) : null}
        </>
      )}
    </Loaded>
  );
}
