import CloseIcon from '@mui/icons-material/Close';
import { Button, IconButton, Menu, MenuItem, TextField } from '@mui/material';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useText } from '../i18n/use-text.js';

type Named = { readonly name: string };

/** A list's filters and order under names: opened, kept under a new name, and forgotten. Where they are kept is the caller's. */
export function ViewsMenu<View extends Named>({
  views,
  open,
  save,
  forget,
  children,
}: {
  readonly views: readonly View[];
  readonly open: (view: View) => void;
  /** Keeps what is shown under the name; false when it could not. */
  readonly save: (name: string) => Promise<boolean>;
  /** Takes one away; left out where each is not forgotten by itself. */
  readonly forget?: (view: View) => void;
  /** Between the views and the new name. */
  readonly children?: ReactNode;
}) {
  const t = useText();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [name, setName] = useState('');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!(await save(name.trim()))) return;
    setName('');
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
        {views.flatMap((view) => [
          <MenuItem
            key={view.name}
            onClick={() => {
              open(view);
              setAnchor(null);
            }}
            {...(forget === undefined ? {} : { sx: { pr: 6 } })}
          >
            {view.name}
          </MenuItem>,
          forget === undefined ? null : (
            <IconButton
              key={`forget ${view.name}`}
              aria-label={t('desk.forgetView', { name: view.name })}
              onClick={() => forget(view)}
              sx={{ float: 'right', mt: -4.25, mr: 1 }}
            >
              <CloseIcon sx={{ fontSize: 16 }} />
            </IconButton>
          ),
        ])}
        {children}
        <li role="none">
          <form onSubmit={(event) => void submit(event)} style={{ padding: 12, display: 'flex', gap: 8 }}>
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
