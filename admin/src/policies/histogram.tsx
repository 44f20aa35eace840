import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import type { Schemas } from '../api/client.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { useTones } from '../theme/tones.js';

type Bucket = Schemas['SimulatedBucket'];

const BAR_PX = 10;

/**
 * How the amounts are spread, a table of bars for each currency: how many offers of a draft and of what is in force are
 * between two amounts. A filled bar is the draft, an outlined one what is in force.
 */
export function Histogram({
  draft,
  inForce,
}: {
  readonly draft: readonly Bucket[];
  readonly inForce: readonly Bucket[];
}) {
  const t = useText();
  const currencies = [...new Set([...draft, ...inForce].map(({ currency }) => currency))].toSorted();
  return (
    <Box>
      <Typography variant="h3">{t('simulation.spread')}</Typography>
      {currencies.map((currency) => (
        <OfCurrency
          key={currency}
          currency={currency}
          draft={draft.filter((bucket) => bucket.currency === currency)}
          inForce={inForce.filter((bucket) => bucket.currency === currency)}
        />
      ))}
    </Box>
  );
}

function OfCurrency({
  currency,
  draft,
  inForce,
}: {
  readonly currency: string;
  readonly draft: readonly Bucket[];
  readonly inForce: readonly Bucket[];
}) {
  const t = useText();
  const format = useFormat();
  const all = [...draft, ...inForce];
  const most = Math.max(...all.map(({ offers }) => offers));
  const ranges = [...new Map(all.map(({ fromMinor, toMinor }) => [fromMinor, toMinor]))].toSorted(([a], [b]) => a - b);
  const countOf = (buckets: readonly Bucket[], from: number): number =>
    buckets.find(({ fromMinor }) => fromMinor === from)?.offers ?? 0;
  return (
    <Table aria-label={`${t('simulation.spread')}, ${currency}`}>
      <TableHead>
        <TableRow>
          <TableCell>{t('simulation.amount')}</TableCell>
          <TableCell>{t('simulation.offersOfBoth')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {ranges.map(([fromMinor, toMinor]) => (
          <TableRow key={fromMinor}>
            <TableCell component="th" scope="row" sx={{ whiteSpace: 'nowrap', width: '1%' }}>
              {toMinor <= 1
                ? format.money({ amountMinor: 0, currency })
                : t('simulation.from', { amount: format.money({ amountMinor: fromMinor, currency }) })}
            </TableCell>
            <TableCell sx={{ py: 0.5 }}>
              <Bar label={t('simulation.draft')} offers={countOf(draft, fromMinor)} most={most} isFilled />
              <Bar label={t('simulation.inForce')} offers={countOf(inForce, fromMinor)} most={most} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Bar({
  label,
  offers,
  most,
  isFilled = false,
}: {
  readonly label: string;
  readonly offers: number;
  readonly most: number;
  readonly isFilled?: boolean;
}) {
  const tones = useTones();
  const format = useFormat();
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, lineHeight: 1.3 }}>
      <Box component="span" sx={{ width: 86, flexShrink: 0, color: tones.quiet, fontSize: 12.5 }}>
        {label}
      </Box>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Box
          aria-hidden="true"
          sx={{
            width: `${(100 * offers) / most}%`,
            height: offers === 0 ? 0 : BAR_PX,
            border: `1px solid ${tones.quiet}`,
            bgcolor: isFilled ? tones.quiet : 'transparent',
            borderWidth: offers === 0 ? 0 : 1,
          }}
        />
      </Box>
      <Box component="span" sx={{ minWidth: 28, textAlign: 'right', fontSize: 12.5 }}>
        {format.number(offers)}
      </Box>
    </Box>
  );
}
