import { Paper } from '@mui/material';
import { ListBase } from 'react-admin';
import type { Answer } from '../api/client.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText, useWord } from '../i18n/use-text.js';
import { ListFoot } from '../list/list-foot.js';
import { ChoiceFilter, ListFilters } from '../list/list-filters.js';
import { type Column, ListTable } from '../list/list-table.js';
import { Empty } from '../shell/states.js';

type Event = Answer<'/api/v1/billing/events'>['items'][number] & { readonly id: string };

const FACTS = ['entry', 'used_up', 'given_back', 'none'] as const;

/** What the billing systems told by themselves, and what it said of us. */
export function EventsTab() {
  const t = useText();
  return (
    <Paper variant="outlined">
      <ListBase resource="billing-events" perPage={50} storeKey={false} disableAuthentication>
        <ListFilters>
          <ChoiceFilter
            name="fact"
            label={t('billing.fact')}
            choices={FACTS.map((value) => ({ value, label: t(`billing.facts.${value}`) }))}
          />
        </ListFilters>
        <ListTable<Event>
          label={t('billing.tab.events')}
          columns={useEventColumns()}
          empty={<Empty title={t('billing.noEvent')} advice={t('billing.noEventAdvice')} />}
        />
        <ListFoot />
      </ListBase>
    </Paper>
  );
}

function useEventColumns(): readonly Column<Event>[] {
  const t = useText();
  const word = useWord();
  const format = useFormat();
  return [
    { key: 'at', label: t('billing.received'), cell: ({ receivedAt }) => format.instant(receivedAt, VIEWER_ZONE) },
    { key: 'type', label: t('billing.event'), cell: ({ type }) => type },
    { key: 'fact', label: t('billing.fact'), cell: ({ fact }) => word('billing.facts', fact) },
    { key: 'reference', label: t('billing.reference'), cell: ({ reference }) => reference ?? '–' },
    { key: 'id', label: 'Id', cell: ({ eventId }) => eventId },
  ];
}
