import { Box, Button, Stack } from '@mui/material';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { useGiven } from '../offers/use-given.js';
import { Figure, Panel } from '../shell/panel.js';
import { Loaded } from '../shell/states.js';

/** How far the conversations of an incident are: who was reached, what was answered, what it came to. */
export function OutreachFigures({ incidentId }: { readonly incidentId: string }) {
  const t = useText();
  const format = useFormat();
  const given = useGiven();
  const query = useGet('/api/v1/outreach/report', { query: { incidentId } });
  const sums = (of: 'offered' | 'accepted') => (
    <Box sx={{ fontSize: 15, lineHeight: 1.4 }}>
      {(query.data?.money ?? [])
        .map((one) => ({ currency: one.currency, amountMinor: one[`${of}Minor`] }))
        .filter(({ amountMinor }) => amountMinor > 0)
        .map((amount) => (
          <div key={amount.currency}>{format.money(amount)}</div>
        ))}
      {(query.data?.inKind[of] ?? []).map((units) => (
        <div key={units.unit}>{given.ofMany([], [units])}</div>
      ))}
    </Box>
  );
  return (
    <Stack sx={{ mb: 2 }}>
      <Panel
        title={t('outreach.figures')}
        actions={
          <Button href={`/api/v1/outreach/report.csv?incidentId=${incidentId}`} download>
            {t('list.export')}
          </Button>
        }
      >
        <Loaded query={query} lines={2}>
          {({ coverage, acceptance, firstContact }) => {
            const affected = coverage.reduce((sum, one) => sum + one.affected, 0);
            const contacted = coverage.reduce((sum, one) => sum + one.contacted, 0);
            return (
              <Stack direction="row" useFlexGap sx={{ flexWrap: 'wrap', gap: { xs: 2, md: 4 } }}>
                <Figure
                  value={`${format.number(contacted)} / ${format.number(affected)}`}
                  label={t('outreach.reached')}
                />
                <Figure
                  value={`${format.number(acceptance.accepted)} / ${format.number(acceptance.sent)}`}
                  label={t('outreach.acceptedOfSent')}
                  detail={t('outreach.waiting', { smart_count: acceptance.waiting })}
                />
                <Figure value={sums('accepted')} label={t('outreach.acceptedMoney')} />
                <Figure value={sums('offered')} label={t('outreach.offeredMoney')} />
                {firstContact.medianSeconds === null ? null : (
                  <Figure value={format.duration(firstContact.medianSeconds)} label={t('outreach.toFirstContact')} />
                )}
              </Stack>
            );
          }}
        </Loaded>
      </Panel>
    </Stack>
  );
}
