import { Button, Link, Paper } from '@mui/material';
import { useState } from 'react';
import { ListBase } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import type { Schemas } from '../api/client.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { ListFoot } from '../list/list-foot.js';
import { ChoiceFilter, FlagFilter, ListFilters, TextFilter } from '../list/list-filters.js';
import { type Column, ListTable } from '../list/list-table.js';
import { Page } from '../shell/page.js';
import { Empty } from '../shell/states.js';
import { EnterClaimDialog } from './enter-claim-dialog.js';

type Claim = Pick<
  Schemas['ClaimDetail'],
  'id' | 'status' | 'verdict' | 'customer' | 'incident' | 'claimant' | 'claimedAmount' | 'arrivals' | 'arrivedAt'
>;

const STATUSES = ['unmatched', 'open', 'accepted', 'refused', 'merged'] as const;
const VERDICTS = [
  'known',
  'impact_found',
  'no_trace',
  'outside_deadline',
  'product_not_covered',
  'not_assessed',
] as const;
const PER_PAGE = 50;

/** Customers who came to us first, the newest claim first. */
export default function ClaimsPage() {
  const t = useText();
  const [isNew, setNew] = useState(false);
  return (
    <Page
      title={t('claims.title')}
      above={
        <Link component={RouterLink} to="/outreach" variant="body2">
          {t('desk.title')}
        </Link>
      }
      actions={
        <>
          <Button href="/api/v1/claims/export.csv" download>
            {t('list.export')}
          </Button>
          <Button variant="contained" onClick={() => setNew(true)}>
            {t('claims.enter')}
          </Button>
        </>
      }
    >
      <Paper variant="outlined" sx={{ minWidth: 0 }}>
        <ListBase resource="claims" perPage={PER_PAGE} sort={{ field: 'newest', order: 'ASC' }}>
          <ListFilters>
            <TextFilter name="q" label={t('claims.search')} />
            <ChoiceFilter
              name="status"
              label={t('incident.statusLabel')}
              choices={STATUSES.map((value) => ({ value, label: t(`claims.status.${value}`) }))}
            />
            <ChoiceFilter
              name="verdict"
              label={t('claims.verdictLabel')}
              choices={VERDICTS.map((value) => ({ value, label: t(`claims.verdict.${value}`) }))}
            />
            <FlagFilter name="open" label={t('claims.undecided')} />
          </ListFilters>
          <ListTable<Claim>
            label={t('claims.title')}
            columns={useClaimColumns()}
            empty={<Empty title={t('claims.none')} advice={t('claims.noneAdvice')} />}
          />
          <ListFoot />
        </ListBase>
      </Paper>
      {isNew ? <EnterClaimDialog close={() => setNew(false)} /> : null}
    </Page>
  );
}

function useClaimColumns(): readonly Column<Claim>[] {
  const t = useText();
  const format = useFormat();
  return [
    {
      key: 'claimant',
      label: t('claims.claimant'),
      cell: ({ id, claimant }) => (
        <Link component={RouterLink} to={`/outreach/claims/${id}`}>
          {claimant.name}
        </Link>
      ),
    },
    { key: 'customer', label: t('customers.customer'), cell: ({ customer }) => customer?.name ?? t('claims.unknown') },
    { key: 'incident', label: t('offers.incident'), cell: ({ incident }) => incident?.title ?? t('claims.unknown') },
    { key: 'status', label: t('incident.statusLabel'), cell: ({ status }) => t(`claims.status.${status}`) },
    {
      key: 'verdict',
      label: t('claims.verdictLabel'),
      cell: ({ verdict }) => (verdict === null ? '–' : t(`claims.verdict.${verdict}`)),
    },
    {
      key: 'claimed',
      label: t('claims.claimed'),
      isNumber: true,
      cell: ({ claimedAmount }) => (claimedAmount === null ? '–' : format.money(claimedAmount)),
    },
    {
      key: 'arrivals',
      label: t('claims.arrivals'),
      isNumber: true,
      cell: ({ arrivals }) => format.number(arrivals),
    },
    { key: 'at', label: t('claims.arrived'), cell: ({ arrivedAt }) => format.instant(arrivedAt, VIEWER_ZONE) },
  ];
}
