import { Button, Divider, Menu, MenuItem, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { useListContext, useStore } from 'react-admin';
import { useText } from '../i18n/use-text.js';

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
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [name, setName] = useState('');
  const save = (event: FormEvent): void => {
    event.preventDefault();
    setViews([...views.filter((view) => view.name !== name.trim()), { name: name.trim(), filter: filterValues, sort }]);
    setName('');
    setAnchor(null);
  };
  const open = (view: View): void => {
    setFilters(view.filter, {});
    setSort(view.sort);
    setAnchor(null);
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
        {views.map((view) => (
          <MenuItem key={view.name} onClick={() => open(view)}>
            {view.name}
          </MenuItem>
        ))}
        {views.length === 0 ? null : <MenuItem onClick={() => setViews([])}>{t('list.forgetViews')}</MenuItem>}
        {views.length === 0 ? null : <Divider />}
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
