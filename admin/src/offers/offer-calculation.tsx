import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import type { Schemas } from '../api/client.js';
import { type Format, useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { type Text, useText, useWord, type Word } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Empty } from '../shell/states.js';
import type { Offer } from './offer-moves.js';
import { useGiven } from './use-given.js';

type Line = Schemas['OfferLine'];

/** Inputs that the amounts and the line below the table show already. */
const SHOWN_ELSEWHERE: readonly string[] = ['currency', 'policyCode', 'policyVersion'];

/** The amount step by step, so that it can be followed by hand; each step opens to what it was worked out from. */
export function OfferCalculation({ offer }: { readonly offer: Offer }) {
  const t = useText();
  const format = useFormat();
  const given = useGiven();
  if (offer.lines.length === 0) {
    return (
      <Panel title={t('offer.calculation')}>
        <Empty title={t('offer.noLine')} />
      </Panel>
    );
  }
  return (
    <Panel title={t('offer.calculation')} flush>
      <Table aria-label={t('offer.calculation')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('offer.line')}</TableCell>
            <TableCell align="right">{t('offers.amount')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {offer.lines.map((line, index) => (
            <TableRow key={`${index} ${line.code}`} sx={{ verticalAlign: 'top' }}>
              <TableCell sx={{ py: 0.75, whiteSpace: 'normal' }}>
                {line.text[format.language]}
                <Inputs line={line} />
              </TableCell>
              <TableCell align="right" sx={{ py: 0.75, whiteSpace: 'nowrap' }}>
                {given.ofLine(line, offer.amount.currency)}
              </TableCell>
            </TableRow>
          ))}
          <TableRow>
            <TableCell sx={{ fontWeight: 600 }}>{t('offer.total')}</TableCell>
            <TableCell align="right" sx={{ fontWeight: 600, whiteSpace: 'nowrap' }}>
              {given.ofOffer(offer)}
            </TableCell>
          </TableRow>
        </TableBody>
      </Table>
    </Panel>
  );
}

function Inputs({ line }: { readonly line: Line }) {
  const t = useText();
  const word = useWord();
  const format = useFormat();
  const inputs = Object.entries(line.inputs).filter(
    ([name, value]) => value !== '' && !SHOWN_ELSEWHERE.includes(name) && !(name === 'orWorse' && value === 0),
  );
  const ranges = line.ranges ?? [];
  if (inputs.length + ranges.length === 0) return null;
  return (
    <Box component="details" sx={{ mt: 0.25 }}>
      <Typography component="summary" variant="body2" sx={{ cursor: 'pointer', color: 'text.secondary' }}>
        {t('offer.inputs')}
      </Typography>
      <Box
        component="dl"
        sx={{
          display: 'grid',
          gridTemplateColumns: 'auto 1fr',
          columnGap: 2,
          rowGap: 0.25,
          m: 0,
          py: 0.5,
          fontSize: 13,
        }}
      >
        {inputs.map(([name, value]) => (
          <Input key={name} name={word('offer.input', name)} value={valueOf(name, value, line, { format, t, word })} />
        ))}
        {ranges.length === 0 ? null : (
          <Input
            name={t('offer.ranges')}
            value={ranges
              .map(
                ({ startAt, endAt }) => `${format.instant(startAt, VIEWER_ZONE)} – ${format.clock(endAt, VIEWER_ZONE)}`,
              )
              .join(', ')}
          />
        )}
      </Box>
    </Box>
  );
}

function Input({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <Box component="dt" sx={{ color: 'text.secondary' }}>
        {name}
      </Box>
      <Box component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
        {value}
      </Box>
    </>
  );
}

function valueOf(
  name: string,
  value: string | number,
  line: Line,
  { format, t, word }: { readonly format: Format; readonly t: Text; readonly word: Word },
): string {
  const currency = line.inputs['currency'];
  const amount = Number(value);
  if (name.endsWith('Minor') && Number.isInteger(amount) && typeof currency === 'string' && currency !== '') {
    return format.money({ amountMinor: amount, currency });
  }
  if (name === 'feeBase') return word('offer.feeBase', String(value));
  if (name === 'orWorse') return t('offer.yes');
  if (/seconds$/i.test(name) && Number.isFinite(amount)) return format.duration(amount);
  if (name === 'class') return word('impact', String(value));
  if (name.endsWith('At') && typeof value === 'string') return format.instant(value, VIEWER_ZONE);
  if (name === 'percent') return `${value} %`;
  return typeof value === 'number' ? format.number(value) : value;
}
