import { Button, Table, TableBody, TableCell, TableRow, Typography } from '@mui/material';
import { useState } from 'react';
import type { Schemas } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Loaded } from '../shell/states.js';
import { ChooseDialog } from './choose-dialog.js';
import { customersHit, signed } from './figures.js';

const WORKING_MS = 2000;

type Alternative = Schemas['Alternative'];

/** What would change if a source that was not followed were right; from here it can be followed. */
export function AlternativesPanel({
  assessmentId,
  incidentId,
  version,
  zone,
}: {
  readonly assessmentId: string;
  readonly incidentId: string;
  /** The incident as it was read. */
  readonly version: number;
  readonly zone: string;
}) {
  const t = useText();
  const format = useFormat();
  const [chosen, setChosen] = useState<Alternative | null>(null);
  const query = useGet('/api/v1/assessments/{id}/alternatives', { path: { id: assessmentId } });
  const isWorking = query.data?.items.some(({ computedAt }) => computedAt === null) ?? false;
  useGet(
    '/api/v1/assessments/{id}/alternatives',
    { path: { id: assessmentId } },
    { refetchEveryMs: isWorking ? WORKING_MS : false },
  );
  return (
    <Panel title={t('evidence.alternatives')}>
      {chosen === null ? null : (
        <ChooseDialog
          alternative={chosen}
          incidentId={incidentId}
          version={version}
          zone={zone}
          close={() => setChosen(null)}
        />
      )}
      <Loaded query={query} lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Typography color="textSecondary">{t('evidence.noAlternative')}</Typography>
          ) : (
            <Table aria-label={t('evidence.alternatives')}>
              <TableBody>
                {items.map((item) => {
                  const { windowId, componentKey, edge, chosenAt, claimedAt, change } = item;
                  return (
                    <TableRow key={`${windowId} ${edge} ${claimedAt}`}>
                      <TableCell sx={{ pl: 0 }}>
                        {t('evidence.chosen', {
                          component: componentKey,
                          edge: t(`evidence.edge.${edge}`),
                          chosen: chosenAt === null ? t('incident.goesOn') : format.second(chosenAt, zone),
                          claimed: format.second(claimedAt, zone),
                        })}
                      </TableCell>
                      <TableCell align="right">
                        {change === null
                          ? t('evidence.pending')
                          : t('evidence.change', {
                              customers: signed(customersHit(change.customers), format.number),
                              people: signed(change.people['unable_to_join'] ?? 0, format.number),
                            })}
                      </TableCell>
                      <TableCell align="right">
                        <Button onClick={() => setChosen(item)}>{t('evidence.follow')}</Button>
                      </TableCell>
                    </TableRow>
                  );
                })}
              </TableBody>
            </Table>
          )
        }
      </Loaded>
    </Panel>
  );
}
