import { Link, Stack, Typography } from '@mui/material';
import type { Schemas } from '../api/client.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { ImpactWord } from '../impact/impact-mark.js';
import { PeopleByClass } from '../impact/people-by-class.js';
import { useGiven } from '../offers/use-given.js';
import { Figure, Panel } from '../shell/panel.js';
import type { Customer } from './customer-page.js';

/** What one incident did to the customer, in numbers that lead to what they rest on. */
export function CustomerImpact({
  incident,
  page,
  zone,
}: {
  readonly incident: Schemas['CustomerIncident'];
  readonly page: Customer;
  readonly zone: string;
}) {
  const t = useText();
  const format = useFormat();
  const given = useGiven();
  const offer = page.offers.find(({ incidentId }) => incidentId === incident.incidentId);
  const hit = Object.values(incident.people).reduce((sum, count) => sum + count, 0);
  return (
    <Panel
      title={t('customer.impact', {
        incident: incident.title,
        day: incident.startsAt === null ? '' : format.day(incident.startsAt, zone),
      })}
    >
      <Typography sx={{ fontSize: 17, mb: 1.5 }}>
        <ImpactWord impact={incident.class} />
      </Typography>
      <PeopleByClass people={incident.people} />
      <Stack direction="row" useFlexGap sx={{ flexWrap: 'wrap', gap: { xs: 2, md: 4 }, mt: 2 }}>
        <Figure value={format.number(hit)} label={t('customer.people', { smart_count: hit })} />
        <Figure
          value={<Link href="#meetings">{format.number(incident.meetingsHit)}</Link>}
          label={t('customer.meetingsHit', { smart_count: incident.meetingsHit })}
          detail={
            incident.meetingsUnknown === 0
              ? undefined
              : t('customer.meetingsUnknown', { smart_count: incident.meetingsUnknown })
          }
        />
        <Figure value={format.duration(incident.personSeconds)} label={t('customer.peoplesTime')} />
        <Figure
          value={format.duration(incident.clockSeconds)}
          label={t('customer.byTheClock')}
          detail={
            incident.clockSecondsInferred === 0
              ? undefined
              : t('customer.ofWhichInferred', { time: format.duration(incident.clockSecondsInferred) })
          }
        />
        <Figure
          value={offer === undefined ? '–' : <Link href="#offers">{given.ofOffer(offer)}</Link>}
          label={offer === undefined ? t('customers.noOffer') : t(`offer.status.${offer.status}`)}
        />
      </Stack>
    </Panel>
  );
}
