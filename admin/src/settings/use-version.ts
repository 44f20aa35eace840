import { useState } from 'react';
import { useNotify } from 'react-admin';
import { ifMatch } from '../api/client.js';
import { useText } from '../i18n/use-text.js';

type Versioned = { readonly version: number };

/**
 * The version that a form of settings writes over: the one it was opened with, then its own last one; and, when the reader
 * wants it, the one that somebody else wrote meanwhile.
 */
export function useVersion(stored: Versioned, form: { readonly forget: () => void }) {
  const t = useText();
  const notify = useNotify();
  const [version, setVersion] = useState(stored.version);
  return {
    headers: ifMatch(version),
    /** After a write: goes on from there, and says that it was kept. */
    saved: (written: Versioned): void => {
      setVersion(written.version);
      notify(t('settings.saved'), { type: 'success' });
    },
    keepMine: (): void => {
      setVersion(stored.version);
      form.forget();
    },
  };
}
