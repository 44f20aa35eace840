import { Box, Link, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import { useGet } from '../api/use-get.js';
import { useActor } from '../format/use-actor.js';
import { useFormat } from '../format/use-format.js';
import { useText, useWord } from '../i18n/use-text.js';
import { useGiven } from '../offers/use-given.js';
import { Panel } from '../shell/panel.js';
import { Empty, Loaded } from '../shell/states.js';
import type { Customer } from './customer-page.js';

/** What the customer is owed, line by line; what was written to them, and the credits. */
export function CustomerMoney({ page, zone }: { readonly page: Customer; readonly zone: string }) {
  const t = useText();
  const word = useWord();
  const format = useFormat();
  const { offers, letters, credits, customer } = page;
  return (
    <>
      <Box id="offers">
        <Panel title={t('customer.offers')}>
          {offers.length === 0 ? <Empty title={t('offers.none')} advice={t('offers.noneAdvice')} /> : null}
          {offers.map(({ id }) => (
            <Calculation key={id} id={id} zone={zone} />
          ))}
        </Panel>
      </Box>
      <Panel title={t('customer.letters')} flush>
        {letters.length === 0 ? (
          <Empty title={t('customer.noLetter')} />
        ) : (
          <Table aria-label={t('customer.letters')}>
            <TableBody>
              {letters.map((letter) => (
                <TableRow key={letter.id}>
                  <TableCell>
                    <Link
                      href={
                        letter.offerId === null
                          ? `/api/v1/proposals/${letter.assessmentId}/${encodeURIComponent(customer.externalId)}/letter.pdf`
                          : `/api/v1/offers/${letter.offerId}/letter.pdf`
                      }
                      target="_blank"
                      rel="noopener"
                    >
                      {letter.reference}
                    </Link>
                  </TableCell>
                  <TableCell>{t(`letter.kind.${letter.kind}`)}</TableCell>
                  <TableCell align="right">{format.instant(letter.createdAt, zone)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
      </Panel>
      <Panel title={t('customer.credits')} flush>
        {credits.length === 0 ? (
          <Empty title={t('customer.noCredit')} />
        ) : (
          <Table aria-label={t('customer.credits')}>
            <TableBody>
              {credits.map((credit) => (
                <TableRow key={credit.id}>
                  <TableCell>
                    <Link component={RouterLink} to={`/billing/credits/${credit.id}`}>
                      {credit.reference}
                    </Link>
                  </TableCell>
                  <TableCell>{word('billing.status', credit.status)}</TableCell>
                  <TableCell>{format.instant(credit.createdAt, zone)}</TableCell>
                  <TableCell align="right">{format.money(credit.amount)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
      </Panel>
    </>
  );
}

/** An offer's calculation, so that it can be followed by hand. */
function Calculation({ id, zone }: { readonly id: string; readonly zone: string }) {
  const t = useText();
  const format = useFormat();
  const given = useGiven();
  const actor = useActor();
  const query = useGet('/api/v1/offers/{id}', { path: { id } });
  return (
    <Loaded query={query} lines={3}>
      {(offer) => (
        <Table aria-label={t('customer.calculation')} sx={{ mb: 1 }}>
          <TableHead>
            <TableRow>
              <TableCell sx={{ whiteSpace: 'normal', overflowWrap: 'anywhere', py: 0.5 }}>
                <Link component={RouterLink} to={`/offers/${offer.id}`} underline="always">
                  {t(`offer.status.${offer.status}`)}
                </Link>
                {offer.approvedBy === null ? '' : ` · ${t('customer.approvedBy', { who: actor(offer.approvedBy) })}`}
                {offer.validUntil === null
                  ? ''
                  : ` · ${t('customer.validUntil', { day: format.lastDay(offer.validUntil, zone) })}`}
              </TableCell>
              <TableCell align="right">{`${offer.policyCode} v${offer.policyVersion}`}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {offer.lines.map((line, index) => (
              <TableRow key={`${index} ${line.code}`}>
                <TableCell>{line.text[format.language]}</TableCell>
                <TableCell align="right">{given.ofLine(line, offer.amount.currency)}</TableCell>
              </TableRow>
            ))}
            <TableRow>
              <TableCell sx={{ fontWeight: 600 }}>{t('customer.total')}</TableCell>
              <TableCell align="right" sx={{ fontWeight: 600 }}>
                {given.ofOffer(offer)}
              </TableCell>
            </TableRow>
          </TableBody>
        </Table>
      )}
    </Loaded>
  );
}
