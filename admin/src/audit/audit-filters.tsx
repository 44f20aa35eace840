import { Autocomplete, TextField } from '@mui/material';
import { useMemo } from 'react';
import { useListContext } from 'react-admin';
import { useFormat } from '../format/use-format.js';
import { auditActions, auditKinds } from '../i18n/audit-actions-en.js';
import { useText } from '../i18n/use-text.js';
import { ChoiceFilter } from '../list/list-filters.js';
import { useAuditWords } from './use-audit-words.js';

type Choice = { readonly code: string; readonly topic: string; readonly label: string };

/** One action, or everything about one kind of thing; found by its words as they are typed, or by its code. */
export function ActionFilter() {
  const t = useText();
  const words = useAuditWords();
  const { language } = useFormat();
  const { filterValues, setFilters } = useListContext();
  const { action, ...others } = filterValues as Readonly<Record<string, string | undefined>>;
  const choices = useMemo(() => {
    const codes = Object.keys(auditActions);
    const byTopic = [...new Set(codes.map((code) => code.split('.')[0] ?? ''))].flatMap((begin) => {
      const own = codes.filter((code) => code.startsWith(`${begin}.`));
      const topic = words.topic(begin);
      const all = { code: begin, topic, label: t('audit.everyAction', { topic }) };
      return [...(own.length > 1 ? [all] : []), ...own.map((code) => ({ code, topic, label: words.action(code) }))];
    });
    return byTopic.toSorted((a, b) => a.topic.localeCompare(b.topic, language));
  }, [t, words, language]);
  const chosen: Choice | null =
    action === undefined
      ? null
      : (choices.find(({ code }) => code === action) ?? { code: action, topic: '', label: action });
  return (
    <Autocomplete<Choice>
      options={choices}
      value={chosen}
      onChange={(_, choice) => setFilters(choice === null ? others : { ...others, action: choice.code }, {})}
      groupBy={({ topic }) => topic}
      getOptionKey={({ code }) => code}
      isOptionEqualToValue={(option, value) => option.code === value.code}
      filterOptions={(options, { inputValue }) => {
        const wanted = plain(inputValue);
        return options.filter(({ code, label, topic }) => plain(`${topic} ${label} ${code}`).includes(wanted));
      }}
      noOptionsText={t('audit.nothingFits')}
      slotProps={{ paper: { variant: 'outlined' } }}
      sx={{ width: 300 }}
      renderInput={(params) => <TextField {...params} label={t('audit.action')} placeholder={t('list.any')} />}
    />
  );
}

/** The kind of thing that it was done to. */
export function KindFilter() {
  const t = useText();
  const words = useAuditWords();
  const { language } = useFormat();
  const choices = Object.keys(auditKinds)
    .map((value) => ({ value, label: words.kind(value) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, language));
  return <ChoiceFilter name="subjectKind" label={t('audit.subjectKind')} choices={choices} />;
}

/** Without accents and capitals, so that “reunion” finds “Réunion”. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
