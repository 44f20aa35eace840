import { Box, Button, Link, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Empty, Loaded } from '../shell/states.js';
import { AlternativesPanel } from './alternatives-panel.js';
import { EvidenceDialog } from './evidence-dialog.js';
import type { IncidentTabProps } from './incident-page.js';
import { PostMortemDialog } from './post-mortem-dialog.js';
import { ProposalsPanel } from './proposals-panel.js';

/** What the sources say, each in its own words; and what was published. */
export default function EvidenceTab({ overview, zone }: IncidentTabProps) {
  const t = useText();
  const format = useFormat();
  const query = useGet('/api/v1/incidents/{id}', { path: { id: overview.incident.id } });
  const [asked, setAsked] = useState<'evidence' | 'post-mortem' | null>(null);
  const close = (): void => setAsked(null);
  const { id, timeZone } = overview.incident;
  const at = (instant: string | null): string => (instant === null ? '?' : format.second(instant, zone));
  return (
    <Loaded query={query} lines={8}>
      {({ evidence, updates, windows, version }) => (
        <Stack spacing={2}>
          {asked === 'evidence' ? <EvidenceDialog incidentId={id} zone={zone} close={close} /> : null}
          {asked === 'post-mortem' ? <PostMortemDialog incidentId={id} timeZone={timeZone} close={close} /> : null}
          <ProposalsPanel incidentId={id} version={version} zone={zone} />
          <Panel
            title={t('evidence.title')}
            actions={
              <>
                <Button variant="outlined" onClick={() => setAsked('post-mortem')}>
                  {t('postMortem.title')}
                </Button>
                <Button variant="outlined" onClick={() => setAsked('evidence')}>
                  {t('evidence.add')}
                </Button>
              </>
            }
          >
            {evidence.length === 0 ? <Empty title={t('evidence.empty')} advice={t('evidence.emptyAdvice')} /> : null}
            <Stack component="ul" spacing={1.5} sx={{ m: 0, p: 0, listStyle: 'none' }}>
              {evidence.map((one) => {
                const used = windows.filter(({ evidenceIds }) => evidenceIds.includes(one.id));
                return (
                  <Box component="li" key={one.id}>
                    <Stack direction="row" useFlexGap spacing={1.5} sx={{ flexWrap: 'wrap' }}>
                      <Typography sx={{ fontWeight: 600 }}>{t(`evidence.source.${one.source}`)}</Typography>
                      {one.claimedStartAt === null && one.claimedEndAt === null ? null : (
                        <Typography>{`${at(one.claimedStartAt)} – ${at(one.claimedEndAt)}`}</Typography>
                      )}
                      <Typography color="textSecondary">
                        {[
                          one.componentKey,
                          t(`evidence.confidence.${one.confidence}`),
                          used.length === 0 ? t('evidence.notUsed') : t('evidence.used', { smart_count: used.length }),
                        ]
                          .filter((text) => text !== null)
                          .join(' · ')}
                      </Typography>
                    </Stack>
                    <Typography
                      component="blockquote"
                      sx={{ m: 0, mt: 0.5, pl: 1.5, borderLeft: '2px solid', borderColor: 'divider', maxWidth: 900 }}
                    >
                      {one.quote}
                    </Typography>
                    {one.sourceUrl === null ? null : (
                      <Link href={one.sourceUrl} target="_blank" rel="noopener noreferrer" variant="body2">
                        {t('evidence.read')}
                      </Link>
                    )}
                  </Box>
                );
              })}
            </Stack>
          </Panel>
          {overview.assessment === null ? null : (
            <AlternativesPanel assessmentId={overview.assessment.id} incidentId={id} version={version} zone={zone} />
          )}
          <Panel title={t('evidence.published')}>
            {updates.length === 0 ? (
              <Typography color="textSecondary">{t('evidence.nothingPublished')}</Typography>
            ) : null}
            {updates.map((update) => (
              <Box key={update.id} sx={{ mb: 2 }}>
                <Typography sx={{ fontWeight: 600 }}>
                  {format.instant(update.displayAt, zone)} · {t(`incident.update.${update.status}`)}
                </Typography>
                <Typography lang={update.locale ?? undefined} sx={{ whiteSpace: 'pre-line', maxWidth: 900 }}>
                  {update.body}
                </Typography>
              </Box>
            ))}
          </Panel>
        </Stack>
      )}
    </Loaded>
  );
}
