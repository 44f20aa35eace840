import { Cases } from '../outreach/cases.js';
import { OutreachFigures } from '../outreach/outreach-figures.js';
import { useText } from '../i18n/use-text.js';
import { Empty } from '../shell/states.js';
import type { IncidentTabProps } from './incident-page.js';

/** How far the conversations of the incident are, and the conversations themselves. */
export default function OutreachTab({ overview: { cases, incident } }: IncidentTabProps) {
  const t = useText();
  if (cases.length === 0) return <Empty title={t('outreach.none')} advice={t('outreach.noneAdvice')} />;
  return (
    <>
      <OutreachFigures incidentId={incident.id} />
      <Cases incidentId={incident.id} />
    </>
  );
}
