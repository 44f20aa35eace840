import { Box, Stack, Typography } from '@mui/material';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { Meter } from '../shell/meter.js';

/** What is approved of each budget of the incident, and what would be left if every draft were approved too. */
export function Budgets({ incidentId }: { readonly incidentId: string }) {
  const t = useText();
  const format = useFormat();
  const query = useGet('/api/v1/incidents/{id}/budget', { path: { id: incidentId } });
  const limited = (query.data?.budgets ?? []).flatMap((budget) =>
    budget.budgetMinor === null ? [] : [{ ...budget, budgetMinor: budget.budgetMinor }],
  );
  if (limited.length === 0) return null;
  return (
    <Stack direction="row" useFlexGap spacing={3} sx={{ px: 2, pt: 1.5, flexWrap: 'wrap' }}>
      {limited.map(({ policyCode, currency, approvedMinor, offeredMinor, budgetMinor, leftMinor }) => {
        const money = (amountMinor: number): string => format.money({ amountMinor, currency });
        return (
          <Box key={`${policyCode} ${currency}`} sx={{ minWidth: 260 }}>
            <Typography variant="body2">
              {t('offers.budget', {
                policy: policyCode,
                approved: money(approvedMinor),
                budget: money(budgetMinor),
                left: money(leftMinor ?? budgetMinor - approvedMinor),
              })}
            </Typography>
            <Meter
              label={t('offers.budgetBar', { policy: policyCode })}
              share={approvedMinor / Math.max(1, budgetMinor)}
            />
            {offeredMinor > budgetMinor ? (
              <Typography variant="body2" sx={{ color: 'warning.main' }}>
                {t('offers.overBudget', { over: money(offeredMinor - budgetMinor) })}
              </Typography>
            ) : null}
          </Box>
        );
      })}
    </Stack>
  );
}
