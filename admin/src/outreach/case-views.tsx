import { Alert, Divider } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useListContext } from 'react-admin';
import { client, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useGet } from '../api/use-get.js';
import { ViewsMenu } from '../list/views-menu.js';
import { addressFilterOf, caseFilterOf, caseSortOf } from './case-query.js';

type View = Schemas['SavedView'];

/** Filters and order under a name, kept by the service for the reader, so that they are there in every browser. */
export function CaseViews() {
  const queries = useQueryClient();
  const { filterValues, sort, setFilters, setSort } = useListContext();
  const views = useGet('/api/v1/outreach/views', {});
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const attempt = async (work: () => Promise<void>): Promise<boolean> => {
    setProblem(null);
    try {
      await work();
      await queries.invalidateQueries({ queryKey: ['/api/v1/outreach/views'] });
      return true;
    } catch (error) {
      setProblem(error as ApiProblem);
      return false;
    }
  };
  const known = views.data ?? [];
  const save = (name: string): Promise<boolean> => {
    const body = { name, query: { ...caseFilterOf(filterValues), sort: caseSortOf(sort.field) } };
    const same = known.find((view) => view.name === name);
    return attempt(async () => {
      if (same === undefined) unwrap(await client.POST('/api/v1/outreach/views', { body }));
      else unwrap(await client.PUT('/api/v1/outreach/views/{id}', { params: { path: { id: same.id } }, body }));
    });
  };
  const open = ({ query: { sort: order, ...filter } }: View): void => {
    setFilters(addressFilterOf(filter), {});
    setSort({ field: order ?? 'priority', order: 'ASC' });
  };
  const forget = async ({ id }: View): Promise<void> => {
    unwrap(await client.DELETE('/api/v1/outreach/views/{id}', { params: { path: { id } } }));
  };
  return (
    <ViewsMenu views={known} open={open} save={save} forget={(view) => void attempt(() => forget(view))}>
      {known.length === 0 ? null : <Divider />}
      {problem === null ? null : (
        <Alert severity="error" icon={false} role="alert" sx={{ mx: 1.5 }}>
          {problem.message}
        </Alert>
      )}
    </ViewsMenu>
  );
}
