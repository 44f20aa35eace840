import { Button, Link } from '@mui/material';
import { useListContext } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { ImpactWord } from '../impact/impact-mark.js';
import { ListFoot } from '../list/list-foot.js';
import { type Column, ListTable } from '../list/list-table.js';
import { useGiven } from '../offers/use-given.js';
import { Empty } from '../shell/states.js';
import { Flags, nextText } from './case-board.js';
import type { CaseRow } from './case-query.js';
import { CaseSelection } from './case-selection.js';
import { useOwnerName } from './use-owner-name.js';

/** The cases as rows, for choosing many; `incidentId` where the page is about one incident. */
export function CaseList({
  incidentId,
  columns,
}: {
  readonly incidentId?: string;
  readonly columns: readonly Column<CaseRow>[];
}) {
  const t = useText();
  return (
    <>
      <ListTable<CaseRow>
        label={t('desk.cases')}
        columns={columns}
        nameOf={({ customer }) => customer.name}
        empty={<NoCase />}
      />
      <ListFoot />
      <CaseSelection incidentId={incidentId} />
    </>
  );
}

function NoCase() {
  const t = useText();
  const { filterValues, setFilters } = useListContext();
  if (Object.keys(filterValues).length === 0) {
    return <Empty title={t('outreach.none')} advice={t('outreach.noneAdvice')} />;
  }
  return (
    <Empty
      title={t('desk.noMatch')}
      action={
        <Button variant="outlined" onClick={() => setFilters({}, {})}>
          {t('list.clear')}
        </Button>
      }
    />
  );
}

/** What is told of each case; the incident only where there may be several. */
export function useCaseColumns(hasIncident: boolean): readonly Column<CaseRow>[] {
  const t = useText();
  const format = useFormat();
  const given = useGiven();
  const ownerName = useOwnerName();
  const columns: readonly (Column<CaseRow> | null)[] = [
    {
      key: 'name',
      label: t('customers.customer'),
      cell: ({ id, customer }) => (
        <Link component={RouterLink} to={`/outreach/${id}`} data-case={id}>
          {customer.name}
        </Link>
      ),
    },
    hasIncident
      ? { key: 'incident', label: t('offers.incident'), isExtra: true, cell: ({ incidentTitle }) => incidentTitle }
      : null,
    { key: 'class', label: t('customers.class'), cell: ({ impactClass }) => <ImpactWord impact={impactClass} /> },
    { key: 'people', label: t('customers.people'), isNumber: true, cell: ({ people }) => format.number(people) },
    {
      key: 'fee',
      label: t('desk.contractValue'),
      isNumber: true,
      cell: ({ monthlyFee }) => (monthlyFee === null ? '–' : format.money(monthlyFee)),
    },
    {
      key: 'offered',
      label: t('desk.offered'),
      isNumber: true,
      cell: ({ offer }) => (offer === null ? '–' : given.ofOffer(offer)),
    },
    {
      key: 'offer',
      label: t('customers.offer'),
      cell: ({ offer }) => (offer === null ? t('customers.noOffer') : t(`offer.status.${offer.status}`)),
    },
    { key: 'status', label: t('customers.case'), cell: ({ status }) => t(`case.status.${status}`) },
    { key: 'owner', label: t('desk.owner'), cell: ({ owner }) => ownerName(owner) },
    {
      key: 'touched',
      label: t('desk.lastTouch'),
      cell: ({ lastTouchAt }) => (lastTouchAt === null ? t('desk.untouched') : format.recent(lastTouchAt, VIEWER_ZONE)),
    },
    {
      key: 'next',
      label: t('desk.nextAction'),
      cell: (row) => <span style={{ fontWeight: row.isDue ? 600 : 400 }}>{nextText(row, t, format) || '–'}</span>,
    },
    {
      key: 'claims',
      label: t('desk.claims'),
      isNumber: true,
      cell: ({ claimCount }) => (claimCount === 0 ? '–' : format.number(claimCount)),
    },
    { key: 'flags', label: t('desk.flags'), cell: (row) => <Flags item={row} /> },
    {
      key: 'priority',
      label: t('desk.priority'),
      isNumber: true,
      isExtra: true,
      cell: ({ priority, priorityReasons }) => (
        <span title={priorityReasons.map(({ code, points }) => `${t(`desk.points.${code}`)} ${points}`).join(' + ')}>
          {format.number(priority)}
        </span>
      ),
    },
    { key: 'tags', label: t('desk.tags'), isExtra: true, cell: ({ tags }) => tags.join(', ') || '–' },
  ];
  return columns.filter((column) => column !== null);
}
