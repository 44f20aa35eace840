import { Button } from '@mui/material';
import { useState } from 'react';
import { useListContext } from 'react-admin';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { SelectionFrame } from '../list/selection-frame.js';
import { useSelectedRows } from '../list/use-selected-rows.js';
import { useGiven } from '../offers/use-given.js';
import type { CaseFilter, CaseRow } from './case-query.js';
import { caseFilterOf } from './case-query.js';
import { ChangeCasesDialog } from './change-cases-dialog.js';
import { MailRunDialog } from './mail-run-dialog.js';

/** The cases that something is done to: those that were chosen, or all that a filter fits. */
export type CaseTarget = { readonly ids: readonly string[] } | { readonly filter: CaseFilter };

/** What is chosen, and what can be done with all of it. */
export function CaseSelection({ incidentId }: { readonly incidentId?: string }) {
  const t = useText();
  const format = useFormat();
  const given = useGiven();
  const { selectedIds, filterValues, total } = useListContext<CaseRow>();
  const rows = useSelectedRows<CaseRow>();
  const [isWhole, setWhole] = useState(false);
  const [asked, setAsked] = useState<'change' | 'assign' | 'mail' | null>(null);
  if (selectedIds.length === 0) return null;
  const filter = {
    ...caseFilterOf(filterValues as Record<string, unknown>),
    ...(incidentId === undefined ? {} : { incidentId }),
  };
  const canWiden = total !== undefined && total > selectedIds.length && Object.keys(filter).length > 0;
  const target: CaseTarget = isWhole && canWiden ? { filter } : { ids: selectedIds.map(String) };
  const names = new Map(rows.map(({ id, customer }) => [id, customer.name]));
  const offered = rows.flatMap(({ offer }) => offer ?? []);
  const incidents = [...new Set(rows.map((row) => row.incidentId))];
  const close = (): void => setAsked(null);
  return (
    <SelectionFrame summary={offered.length === 0 ? '' : ` · ${given.ofAll(offered)}`}>
      {canWiden ? (
        <Button aria-pressed={isWhole} variant={isWhole ? 'outlined' : 'text'} onClick={() => setWhole(!isWhole)}>
          {t('desk.wholeFilter', { total: format.number(total) })}
        </Button>
      ) : null}
      <Button onClick={() => setAsked('assign')}>{t('desk.assign')}</Button>
      <Button onClick={() => setAsked('change')}>{t('desk.changeMany')}</Button>
      <Button variant="contained" disabled={incidents.length !== 1} onClick={() => setAsked('mail')}>
        {t('desk.mailMany')}
      </Button>
      {asked === 'mail' && incidents[0] !== undefined ? (
        <MailRunDialog incidentId={incidents[0]} target={target} names={names} close={close} />
      ) : null}
      {asked === 'change' || asked === 'assign' ? (
        <ChangeCasesDialog target={target} names={names} isAssigning={asked === 'assign'} close={close} />
      ) : null}
    </SelectionFrame>
  );
}
