import { useCallback } from 'react';
import { useGet } from '../api/use-get.js';
import { useText } from '../i18n/use-text.js';

const KEPT_MS = 5 * 60_000;

/** The people who work here, for names and for choosing one. */
export function useColleagues() {
  return useGet('/api/v1/console/colleagues', {}, { refetchEveryMs: KEPT_MS }).data ?? [];
}

/** Who an actor of a history is, by name: `person:…` is somebody here, `key:…` a machine. */
export function useActor(): (id: string) => string {
  const t = useText();
  const colleagues = useColleagues();
  return useCallback(
    (id) => {
      if (id === 'system') return t('actor.system');
      if (id.startsWith('customer')) return t('actor.customer');
      return colleagues.find((colleague) => colleague.id === id)?.name ?? id.replace(/^(key|cli):/, '');
    },
    [t, colleagues],
  );
}
