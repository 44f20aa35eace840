import { useWord } from '../i18n/use-text.js';

/** Why a mail or a bulk send stands where it does: the service gives one word or several; empty when it gives none. */
export function useMailReason(): (reason: string | null) => string {
  const word = useWord();
  return (reason) =>
    (reason ?? '')
      .split(' ')
      .filter((code) => code !== '')
      .map((code) => word('mail.reason', code, word('mail.exclusion', code)))
      .join(', ');
}
