import { useDeferredValue, useState } from 'react';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText, useWord } from '../i18n/use-text.js';
import { type Choice, Chooser, type ChooserField } from '../list/chooser.js';
import type { Claim } from './claim-page.js';

const MOST_FOUND = 20;

/** The customers that a claim points to, then whatever the service finds by what is typed. Its id is the external one. */
export function CustomerChoice({
  candidates = [],
  ...field
}: ChooserField & { readonly candidates?: Claim['candidates']['customers'] }) {
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
}: ChooserField & { readonly candidates?: Claim['candidates']['incidents'] }) {
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
