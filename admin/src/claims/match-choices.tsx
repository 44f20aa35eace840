import { Autocomplete, Box, TextField, Typography } from '@mui/material';
import { useDeferredValue, useState } from 'react';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText, useWord } from '../i18n/use-text.js';
import type { Claim } from './claim-page.js';

/** One that may be chosen; `about` tells it from another of the same name, `because` is what speaks for it. */
export type Choice = { readonly id: string; readonly name: string; readonly about: string; readonly because: string };

const MOST_FOUND = 20;

type Field = {
  readonly label: string;
  readonly value: Choice | null;
  readonly choose: (choice: Choice | null) => void;
  readonly error?: string | undefined;
};

/** The customers that a claim points to, then whatever the service finds by what is typed. Its id is the external one. */
export function CustomerChoice({
  candidates = [],
  ...field
}: Field & { readonly candidates?: Claim['candidates']['customers'] }) {
  const word = useWord();
  const [text, setText] = useState('');
  const q = useDeferredValue(text);
  const found = useGet('/api/v1/customers', { query: { q, limit: MOST_FOUND } }, { keepPrevious: true });
  const likely = candidates.map(({ externalId, name, signals }) => ({
    id: externalId,
    name,
    about: externalId,
    because: signals.map((signal) => word('claims.signal', signal)).join(', '),
  }));
  const others = (found.data?.items ?? []).map(({ externalId, name }) => ({
    id: externalId,
    name,
    about: externalId,
    because: '',
  }));
  return <Chooser {...field} likely={likely} others={others} text={text} search={setText} />;
}

/** The incidents that a claim points to, then whatever the service finds by what is typed, each with its day. */
export function IncidentChoice({
  candidates = [],
  ...field
}: Field & { readonly candidates?: Claim['candidates']['incidents'] }) {
  const t = useText();
  const word = useWord();
  const format = useFormat();
  const [text, setText] = useState('');
  const q = useDeferredValue(text);
  const found = useGet('/api/v1/incidents', { query: { q, limit: MOST_FOUND } }, { keepPrevious: true });
  const choiceOf = (
    {
      id,
      title,
      reference,
      startsAt,
    }: Pick<Claim['candidates']['incidents'][number], 'id' | 'title' | 'reference' | 'startsAt'>,
    because: readonly string[],
  ): Choice => ({
    id,
    name: title,
    about: [startsAt === null ? t('claims.noWindow') : format.instant(startsAt, VIEWER_ZONE), reference]
      .filter((part) => part !== null)
      .join(' · '),
    because: because.join(', '),
  });
  const likely = candidates.map(({ signals, affected, ...incident }) =>
    choiceOf(incident, [
      ...signals.map((signal) => word('claims.signal', signal)),
      ...(affected ? [t('claims.signal.affected')] : []),
    ]),
  );
  const others = (found.data?.items ?? []).map((incident) => choiceOf(incident, []));
  return <Chooser {...field} likely={likely} others={others} text={text} search={setText} />;
}

function Chooser({
  label,
  value,
  choose,
  error,
  likely,
  others,
  text,
  search,
}: Field & {
  readonly likely: readonly Choice[];
  readonly others: readonly Choice[];
  readonly text: string;
  readonly search: (text: string) => void;
}) {
  const t = useText();
  const typed = text.trim().toLowerCase();
  const fitting = likely.filter(({ name, about }) => `${name} ${about}`.toLowerCase().includes(typed));
  const rest = others.filter(({ id }) => !likely.some((choice) => choice.id === id));
  return (
    <Autocomplete<Choice>
      disablePortal
      slotProps={{ paper: { variant: 'outlined' } }}
      options={[...fitting, ...rest]}
      // The service has looked for what was typed.
      filterOptions={(options) => options}
      value={value}
      onChange={(_, chosen) => choose(chosen)}
      onInputChange={(_, typedText, reason) => search(reason === 'input' ? typedText : '')}
      getOptionKey={({ id }) => id}
      getOptionLabel={({ name, about }) => `${name} (${about})`}
      isOptionEqualToValue={(option, chosen) => option.id === chosen.id}
      {...(likely.length === 0
        ? {}
        : { groupBy: ({ because }: Choice) => t(because === '' ? 'claims.others' : 'claims.likely') })}
      renderOption={({ key, ...props }, { name, about, because }) => (
        <Box component="li" key={key} {...props}>
          <div>
            <Typography>{name}</Typography>
            <Typography variant="body2" color="textSecondary">
              {because === '' ? about : `${about} · ${because}`}
            </Typography>
          </div>
        </Box>
      )}
      noOptionsText={t('claims.nothingFound')}
      renderInput={(params) => <TextField {...params} label={label} error={error !== undefined} helperText={error} />}
    />
  );
}
