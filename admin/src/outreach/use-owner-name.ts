import { useCallback } from 'react';
import { useColleagues } from '../format/use-actor.js';
import { useText } from '../i18n/use-text.js';

/** Who an owner is: a colleague by name, else the text without the address's domain; nobody is said so. */
export function useOwnerName(): (owner: string | null) => string {
  const t = useText();
  const colleagues = useColleagues();
  return useCallback(
    (owner) => {
      if (owner === null) return t('desk.nobody');
      const known = colleagues.find(({ id, email }) => id === owner || email.toLowerCase() === owner.toLowerCase());
      return known?.name ?? owner.split('@')[0] ?? owner;
    },
    [t, colleagues],
  );
}
