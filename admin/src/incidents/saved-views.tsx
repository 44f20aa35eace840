import { Divider, MenuItem } from '@mui/material';
import { useListContext, useStore } from 'react-admin';
import { useText } from '../i18n/use-text.js';
import { ViewsMenu } from '../list/views-menu.js';

type View = {
  readonly name: string;
  readonly filter: Record<string, unknown>;
  readonly sort: { field: string; order: 'ASC' | 'DESC' };
};

/** Filters and order under a name, kept in this browser; the address of a view can be sent to a colleague as it is. */
export function SavedViews({ list }: { readonly list: string }) {
  const t = useText();
  const { filterValues, sort, setFilters, setSort } = useListContext();
  const [views, setViews] = useStore<readonly View[]>(`views.${list}`, []);
  const save = async (name: string): Promise<boolean> => {
    setViews([...views.filter((view) => view.name !== name), { name, filter: filterValues, sort }]);
    return true;
  };
  const open = (view: View): void => {
    setFilters(view.filter, {});
    setSort(view.sort);
  };
  return (
    <ViewsMenu views={views} open={open} save={save}>
      {views.length === 0 ? null : <MenuItem onClick={() => setViews([])}>{t('list.forgetViews')}</MenuItem>}
      {views.length === 0 ? null : <Divider />}
    </ViewsMenu>
  );
}
