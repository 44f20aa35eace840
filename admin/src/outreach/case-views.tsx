import { Alert, Button, Divider, IconButton, Menu, MenuItem, TextField } from '@mui/material';
import CloseIcon from '@mui/icons-material/Close';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useListContext } from 'react-admin';
import { client, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useGet } from '../api/use-get.js';
import { useText } from '../i18n/use-text.js';
import { addressFilterOf, caseFilterOf, caseSortOf } from './case-query.js';

type View = Schemas['SavedView'];

/** Filters and order under a name, kept by the service for the reader, so that they are there in every browser. */
export function CaseViews() {
  const t = useText();
  const queries = useQueryClient();
  const { filterValues, sort, setFilters, setSort } = useListContext();
  const views = useGet('/api/v1/outreach/views', {});
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setProblem(null);
    try {
      await work();
      await queries.invalidateQueries({ queryKey: ['/api/v1/outreach/views'] });
    } catch (error) {
      setProblem(error as ApiProblem);
    }
  };
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const body = { name: name.trim(), query: { ...caseFilterOf(filterValues), sort: caseSortOf(sort.field) } };
    const known = views.data?.find((view) => view.name === body.name);
    void attempt(async () => {
      if (known === undefined) unwrap(await client.POST('/api/v1/outreach/views', { body }));
      else unwrap(await client.PUT('/api/v1/outreach/views/{id}', { params: { path: { id: known.id } }, body }));
      setName('');
      setAnchor(null);
    });
  };
  const open = ({ query: { sort: order, ...filter } }: View): void => {
    setFilters(addressFilterOf(filter), {});
    setSort({ field: order ?? 'priority', order: 'ASC' });
    setAnchor(null);
  };
  const forget = async ({ id }: View): Promise<void> => {
    unwrap(await client.DELETE('/api/v1/outreach/views/{id}', { params: { path: { id } } }));
  };
  return (
    <>
      <Button
        onClick={({ currentTarget }) => setAnchor(currentTarget)}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
      >
        {t('list.views')}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {(views.data ?? []).flatMap((view) => [
          <MenuItem key={view.id} onClick={() => open(view)} sx={{ pr: 6 }}>
            {view.name}
          </MenuItem>,
          <IconButton
            key={`forget ${view.id}`}
            aria-label={t('desk.forgetView', { name: view.name })}
            onClick={() => void attempt(() => forget(view))}
            sx={{ float: 'right', mt: -4.25, mr: 1 }}
          >
            <CloseIcon sx={{ fontSize: 16 }} />
          </IconButton>,
        ])}
        {(views.data ?? []).length === 0 ? null : <Divider />}
        {problem === null ? null : (
          <Alert severity="error" icon={false} role="alert" sx={{ mx: 1.5 }}>
            {problem.message}
          </Alert>
        )}
        <li role="none">
          <form onSubmit={save} style={{ padding: 12, display: 'flex', gap: 8 }}>
            <TextField
              label={t('list.viewName')}
              value={name}
              onChange={({ target }) => setName(target.value)}
              onKeyDown={(event) => event.stopPropagation()}
              required
            />
            <Button type="submit" variant="outlined">
              {t('list.saveView')}
            </Button>
          </form>
        </li>
      </Menu>
    </>
  );
}
