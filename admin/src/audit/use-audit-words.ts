import { useTranslate } from 'react-admin';
import { useMemo } from 'react';

/** The words for what the audit trail says by codes; a code of another version of the service stays as it is. */
export function useAuditWords() {
  const translate = useTranslate();
  return useMemo(
    () => ({
      action: (code: string) => translate(`audit.actions.${code}`, { _: code }),
      kind: (code: string) => translate(`audit.kinds.${code}`, { _: code }),
      /** What actions that begin so are about. */
      topic: (code: string) => translate(`audit.topics.${code}`, { _: translate(`audit.kinds.${code}`, { _: code }) }),
    }),
    [translate],
  );
}
