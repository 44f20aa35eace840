import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Link,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import type { Schemas } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { ImpactWord } from '../impact/impact-mark.js';
import { HIT_CLASSES } from '../impact/people-by-class.js';
import { Loaded } from '../shell/states.js';
import { customersHit, signed } from './figures.js';

type Side = Schemas['CustomerSide'];
const MOST = 200;

/** What one assessment says otherwise than the one before it: in all, and customer by customer. */
export function RevisionDiff({
  from,
  to,
  close,
}: {
  readonly from: string;
  readonly to: string;
  readonly close: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const query = useGet('/api/v1/assessments/{id}/diff/{otherId}', {
    path: { id: from, otherId: to },
    query: { limit: MOST },
  });
  return (
    <Dialog open onClose={close} fullWidth maxWidth="md" aria-labelledby="diff-title">
      <DialogTitle id="diff-title">
        {query.data === undefined
          ? t('history.diff')
          : t('history.diffOf', { from: query.data.from.revision, to: query.data.to.revision })}
      </DialogTitle>
      <DialogContent>
        <Loaded query={query}>
          {({ items, total, change, sameInputs }) => (
            <>
              <Typography>
                {sameInputs ? `${t('history.sameInputs')} ` : ''}
                {t('evidence.change', {
                  customers: signed(customersHit(change.customers), format.number),
                  people: signed(change.people['unable_to_join'] ?? 0, format.number),
                })}
              </Typography>
              {items.length === 0 ? <Typography color="textSecondary">{t('history.noChange')}</Typography> : null}
              {items.length === 0 ? null : (
                <Table aria-label={t('history.diff')} sx={{ mt: 1 }}>
                  <TableHead>
                    <TableRow>
                      <TableCell>{t('customers.customer')}</TableCell>
                      <TableCell>{t('history.before')}</TableCell>
                      <TableCell>{t('history.after')}</TableCell>
                    </TableRow>
                  </TableHead>
                  <TableBody>
                    {items.map(({ customerId, externalId, name, before, after }) => (
                      <TableRow key={customerId}>
                        <TableCell>
                          <Link component={RouterLink} to={`/customers/${encodeURIComponent(externalId)}`}>
                            {name}
                          </Link>
                        </TableCell>
                        <TableCell>
                          <Stood side={before} />
                        </TableCell>
                        <TableCell>
                          <Stood side={after} />
                        </TableCell>
                      </TableRow>
                    ))}
                  </TableBody>
                </Table>
              )}
              {total !== null && total > items.length ? (
                <Typography color="textSecondary">{t('desk.more', { smart_count: total - items.length })}</Typography>
              ) : null}
            </>
          )}
        </Loaded>
      </DialogContent>
      <DialogActions>
        <Button onClick={close}>{t('action.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}

function Stood({ side }: { readonly side: Side | null }) {
  const t = useText();
  const format = useFormat();
  if (side === null) return <>{t('history.notHit')}</>;
  const people = HIT_CLASSES.reduce((sum, name) => sum + side.people[name], 0);
  const seconds = HIT_CLASSES.reduce((sum, name) => sum + side.personSeconds[name], 0);
  return (
    <>
      <ImpactWord impact={side.class} />
      {` · ${t('desk.people', { smart_count: people })} · ${format.duration(seconds)}`}
    </>
  );
}
