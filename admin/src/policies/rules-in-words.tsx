import { Box } from '@mui/material';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { useTones } from '../theme/tones.js';

type Words = { readonly fr: string; readonly en: string };

/** Rules as the service words them, a sentence a line; what the rules `beside` do not say is marked. */
export function RulesInWords({
  sentences,
  beside,
  mark = 'new',
}: {
  readonly sentences: readonly Words[];
  readonly beside?: readonly Words[] | undefined;
  readonly mark?: 'onlyHere' | 'new';
}) {
  const t = useText();
  const { language } = useFormat();
  const tones = useTones();
  const known = beside === undefined ? undefined : new Set(beside.map(({ en }) => en));
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', maxWidth: 720 }}>
      {sentences.map((words) => {
        const differs = known !== undefined && !known.has(words.en);
        return (
          <Box
            component="li"
            key={words.en}
            sx={{ py: 0.5, pl: 1.5, borderLeft: '3px solid', borderColor: differs ? tones.accent : tones.line }}
          >
            {differs ? (
              <Box component="span" sx={{ color: tones.quiet, fontSize: 12.5, mr: 1 }}>
                {t(mark === 'new' ? 'policies.onlyThis' : 'policies.onlyThat')}
              </Box>
            ) : null}
            {words[language]}
          </Box>
        );
      })}
    </Box>
  );
}
