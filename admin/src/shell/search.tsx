import { Box, Button, Dialog, InputBase, List, ListItemButton, ListItemText, Typography } from '@mui/material';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { Schemas } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useText } from '../i18n/use-text.js';
import { useTones } from '../theme/tones.js';
import { Loaded } from './states.js';

type Found = Schemas['Found'];

/** True while the reader types into something, where `/` is a character. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Search over everything: `/` or Ctrl-K from anywhere. */
export function SearchButton() {
  const t = useText();
  const tones = useTones();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      const isSlash = event.key === '/' && !isTyping(event.target);
      if (!isSlash && !(event.key === 'k' && (event.ctrlKey || event.metaKey))) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <Button
        variant="outlined"
        color="inherit"
        onClick={() => setOpen(true)}
        sx={{ justifyContent: 'space-between', color: tones.quiet, borderColor: tones.line, fontWeight: 400 }}
        aria-keyshortcuts="/ Control+K"
      >
        {t('search.title')}
        <Box
          component="kbd"
          aria-hidden="true"
          sx={{ fontFamily: 'inherit', border: `1px solid ${tones.line}`, borderRadius: 0.75, px: 0.75, fontSize: 12 }}
        >
          /
        </Box>
      </Button>
      {isOpen ? <SearchDialog close={() => setOpen(false)} /> : null}
    </>
  );
}

function SearchDialog({ close }: { readonly close: () => void }) {
  const t = useText();
  const tones = useTones();
  const navigate = useNavigate();
  const results = useId();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const q = useDeferredValue(text.trim());
  const query = useGet('/api/v1/console/search', { query: { q } }, { enabled: q !== '', keepPrevious: true });
  const items = q === '' ? [] : (query.data?.items ?? []);
  const open = (found: Found | undefined): void => {
    if (found === undefined) return;
    close();
    void navigate(pathOf(found));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') open(items[chosen]);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || items.length === 0) return;
    event.preventDefault();
    setChosen((chosen + step + items.length) % items.length);
  };
  return (
    <Dialog
      open
      onClose={close}
      fullWidth
      maxWidth="sm"
      aria-label={t('search.title')}
      sx={{ '& .MuiDialog-container': { alignItems: 'flex-start' } }}
    >
      <InputBase
        autoFocus
        fullWidth
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
        placeholder={t('search.placeholder')}
        sx={{ px: 2, py: 1.25, fontSize: 16, borderBottom: `1px solid ${tones.line}` }}
        inputProps={{
          role: 'combobox',
          'aria-label': t('search.title'),
          'aria-expanded': items.length > 0,
          'aria-controls': results,
          ...(items.length > 0 ? { 'aria-activedescendant': `${results}-${chosen}` } : {}),
        }}
      />
      <Box
        id={results}
        {...(items.length > 0 ? { role: 'listbox', 'aria-label': t('search.results') } : {})}
        sx={{ minHeight: 56 }}
      >
        {q === '' ? (
          <Typography color="textSecondary" sx={{ p: 2 }}>
            {t('search.advice')}
          </Typography>
        ) : items.length > 0 ? (
          <List disablePadding component="div">
            {items.map((found, index) => (
              <ListItemButton
                key={`${found.kind} ${found.id}`}
                id={`${results}-${index}`}
                role="option"
                aria-selected={index === chosen}
                selected={index === chosen}
                tabIndex={-1}
                onClick={() => open(found)}
              >
                <ListItemText primary={found.title} secondary={found.about} />
                <Typography variant="caption" color="textSecondary">
                  {t(`search.kind.${found.kind}`)}
                </Typography>
              </ListItemButton>
            ))}
          </List>
        ) : (
          <Box sx={{ px: 2 }}>
            <Loaded query={query} lines={2}>
              {() => <Typography sx={{ py: 2 }}>{t('search.nothing', { text: q })}</Typography>}
            </Loaded>
          </Box>
        )}
      </Box>
    </Dialog>
  );
}

function pathOf({ id, incidentId, customerId }: Found): string {
  if (customerId === null) return `/incidents/${incidentId ?? id}`;
  const customer = `/customers/${encodeURIComponent(customerId)}`;
  return incidentId === null ? customer : `${customer}?incident=${incidentId}`;
}
