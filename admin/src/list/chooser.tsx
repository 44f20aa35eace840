import { Autocomplete, Box, TextField, Typography } from '@mui/material';
import { useText } from '../i18n/use-text.js';

/** One that may be chosen; `about` tells it from another of the same name, `because` is what speaks for it. */
export type Choice = { readonly id: string; readonly name: string; readonly about: string; readonly because: string };

/** What every field that chooses one takes. */
export type ChooserField = {
  readonly label: string;
  readonly value: Choice | null;
  readonly choose: (choice: Choice | null) => void;
  readonly error?: string | undefined;
};

/** A choice among what something points to and what the service finds by what is typed. */
export function Chooser({
  label,
  value,
  choose,
  error,
  likely,
  others,
  text,
  search,
}: ChooserField & {
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
