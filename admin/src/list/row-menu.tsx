import { Button, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';

/** What can be done about one row, behind one button; nothing is shown where nothing can. */
export function RowMenu<Key extends string>({
  text,
  label,
  items,
  choose,
}: {
  readonly text: string;
  /** The same with the name of the row, for who hears it. */
  readonly label: string;
  readonly items: readonly { readonly key: Key; readonly label: string; readonly isDanger?: boolean }[];
  readonly choose: (key: Key) => void;
}) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  if (items.length === 0) return null;
  return (
    <>
      <Button
        onClick={({ currentTarget }) => setAnchor(currentTarget)}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-label={label}
      >
        {text}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {items.map(({ key, label: itemText, isDanger = false }) => (
          <MenuItem
            key={key}
            onClick={() => {
              setAnchor(null);
              choose(key);
            }}
            sx={isDanger ? { color: 'error.main' } : {}}
          >
            {itemText}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
