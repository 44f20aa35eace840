import { Button, Checkbox, ListItemText, Menu, MenuItem, Stack, TextField } from '@mui/material';
import { type ReactNode, useEffect, useState } from 'react';
import { useListContext } from 'react-admin';
import { useLocation } from 'react-router-dom';
import { useText } from '../i18n/use-text.js';
import type { Column } from './list-table.js';

const TYPING_PAUSE_MS = 250;

/** The filters of a list, in a row above it. They stand in the page's address. */
export function ListFilters({ children }: { readonly children: ReactNode }) {
  const t = useText();
  const { filterValues, setFilters } = useListContext();
  return (
    <Stack
      direction="row"
      useFlexGap
      spacing={1}
      sx={{ px: 2, py: 1.5, rowGap: 1.5, flexWrap: 'wrap', alignItems: 'center' }}
    >
      {children}
      {Object.keys(filterValues).length === 0 ? null : (
        <Button onClick={() => setFilters({}, {})}>{t('list.clear')}</Button>
      )}
    </Stack>
  );
}

/** A choice of one value, or any. */
export function ChoiceFilter({
  name,
  label,
  choices,
}: {
  readonly name: string;
  readonly label: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}) {
  const t = useText();
  const { filterValues, setFilters } = useListContext();
  const value = (filterValues as Record<string, string | undefined>)[name] ?? '';
  return (
    <TextField
      select
      label={label}
      value={value}
      onChange={({ target }) => setFilters(withFilter(filterValues, name, target.value), {})}
      sx={{ minWidth: 150 }}
      slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
    >
      <MenuItem value="">{t('list.any')}</MenuItem>
      {choices.map((choice) => (
        <MenuItem key={choice.value} value={choice.value}>
          {choice.label}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** A part of a text; asked for when the reader pauses. */
export function TextFilter({ name, label }: { readonly name: string; readonly label: string }) {
  const { filterValues, setFilters } = useListContext();
  const { pathname } = useLocation();
  const stored = (filterValues as Record<string, string | undefined>)[name] ?? '';
  const [text, setText] = useState(stored);
  useEffect(() => setText(stored), [stored]);
  useEffect(() => {
    if (text === stored) return undefined;
    const wait = setTimeout(() => {
      // Who follows a link within the pause is already on the way: this list stays drawn until the next page has
      // loaded, and a filter set now would lead back to it.
      if (globalThis.location.pathname === pathname) setFilters(withFilter(filterValues, name, text), {});
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(wait);
  }, [text, stored, name, pathname, filterValues, setFilters]);
  return (
    <TextField
      type="search"
      label={label}
      value={text}
      onChange={({ target }) => setText(target.value)}
      sx={{ minWidth: 200 }}
    />
  );
}

/** One thing asked for or not, such as what is due. */
export function FlagFilter({
  name,
  label,
  value = 'true',
}: {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
}) {
  const { filterValues, setFilters } = useListContext();
  const isOn = (filterValues as Record<string, string | undefined>)[name] === value;
  return (
    <Button
      variant={isOn ? 'contained' : 'outlined'}
      color={isOn ? 'primary' : 'inherit'}
      aria-pressed={isOn}
      onClick={() => setFilters(withFilter(filterValues, name, isOn ? '' : value), {})}
    >
      {label}
    </Button>
  );
}

/** Which columns are shown. */
export function ColumnChoice<Row>({
  columns,
  isShown,
  toggle,
}: {
  readonly columns: readonly Column<Row>[];
  readonly isShown: (key: string) => boolean;
  readonly toggle: (key: string) => void;
}) {
  const t = useText();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Button
        onClick={({ currentTarget }) => setAnchor(currentTarget)}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
      >
        {t('list.columns')}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {columns.slice(1).map(({ key, label }) => (
          <MenuItem key={key} role="menuitemcheckbox" aria-checked={isShown(key)} onClick={() => toggle(key)} dense>
            <Checkbox
              checked={isShown(key)}
              tabIndex={-1}
              disableRipple
              slotProps={{ input: { 'aria-hidden': true, tabIndex: -1 } }}
            />
            <ListItemText primary={label} />
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

function withFilter(filters: Record<string, unknown>, name: string, value: string): Record<string, unknown> {
  const { [name]: _, ...others } = filters;
  return value === '' ? others : { ...others, [name]: value };
}
