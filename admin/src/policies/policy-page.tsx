import { Box, Button, Link, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useId, useState } from 'react';
import { Link as RouterLink, useParams } from 'react-router-dom';
import type { Answer } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { Page } from '../shell/page.js';
import { Panel } from '../shell/panel.js';
import { Empty, Loaded } from '../shell/states.js';
import { RulesInWords } from './rules-in-words.js';

type Version = Answer<'/api/v1/policies/{code}/versions'>['items'][number];

const MOST_VERSIONS = 200;

/** A policy: its versions side by side, in words. */
export default function PolicyPage() {
  const t = useText();
  const { code = '' } = useParams();
  const policy = useGet('/api/v1/policies/{code}', { path: { code } });
  const versions = useGet('/api/v1/policies/{code}/versions', { path: { code }, query: { limit: MOST_VERSIONS } });
  const add = (
    <Button variant="contained" component={RouterLink} to={`/policies/${code}/new`}>
      {t('policies.newVersion')}
    </Button>
  );
  return (
    <Page
      title={policy.data?.name ?? t('policies.policy')}
      above={
        <Link component={RouterLink} to="/policies" variant="body2">
          {t('policies.title')}
        </Link>
      }
      beside={<Typography color="textSecondary">{code}</Typography>}
      actions={add}
    >
      <Loaded query={versions}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('policies.noVersion')} advice={t('policies.noVersionAdvice')} action={add} />
          ) : (
            <SideBySide versions={items} />
          )
        }
      </Loaded>
    </Page>
  );
}

/** The newest version and the one before it at first; either side can show any. */
function SideBySide({ versions }: { readonly versions: readonly Version[] }) {
  const t = useText();
  const numbers = versions.map(({ version }) => version);
  const [left, setLeft] = useState(numbers[1] ?? numbers[0] ?? 0);
  const [right, setRight] = useState(numbers[0] ?? 0);
  const find = (wanted: number): Version | undefined => versions.find(({ version }) => version === wanted);
  const [older, newer] = [find(left), find(right)];
  const sides = versions.length === 1 ? [newer] : [older, newer];
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: `repeat(${sides.length}, minmax(0, 1fr))` },
      }}
    >
      {sides.map((version, side) =>
        version === undefined ? null : (
          <VersionPanel
            key={side}
            title={
              versions.length === 1 ? t('policies.theVersion') : t(side === 0 ? 'policies.left' : 'policies.right')
            }
            version={version}
            other={side === 0 ? newer : older}
            mark={side === 0 ? 'onlyHere' : 'new'}
            numbers={numbers}
            choose={side === 0 ? setLeft : setRight}
          />
        ),
      )}
    </Box>
  );
}

function VersionPanel({
  title,
  version,
  other,
  mark,
  numbers,
  choose,
}: {
  readonly title: string;
  readonly version: Version;
  readonly other: Version | undefined;
  readonly mark: 'onlyHere' | 'new';
  readonly numbers: readonly number[];
  readonly choose: (version: number) => void;
}) {
  const t = useText();
  const format = useFormat();
  const json = useId();
  const [isOpen, setOpen] = useState(false);
  const until = version.to === null ? t('policies.open') : format.day(version.to, 'UTC');
  return (
    <Panel
      title={title}
      actions={
        numbers.length === 1 ? null : (
          <TextField
            select
            label={t('policies.version')}
            value={version.version}
            onChange={({ target }) => choose(Number(target.value))}
            sx={{ minWidth: 90 }}
          >
            {numbers.map((number) => (
              <MenuItem key={number} value={number}>
                {number}
              </MenuItem>
            ))}
          </TextField>
        )
      }
    >
      <Stack spacing={1.5}>
        <Typography>
          {t('policies.inForce', { version: version.version, from: format.day(version.from, 'UTC'), until })}
          <Typography component="span" color="textSecondary" sx={{ display: 'block' }} variant="body2">
            {t('policies.madeAt', { at: format.instant(version.createdAt, VIEWER_ZONE) })}
          </Typography>
        </Typography>
        <RulesInWords
          sentences={version.description}
          beside={other === undefined || other.version === version.version ? undefined : other.description}
          mark={mark}
        />
        <Box>
          <Button onClick={() => setOpen(!isOpen)} aria-expanded={isOpen} aria-controls={json}>
            {isOpen ? t('policies.hideJson') : t('policies.showJson')}
          </Button>
          {isOpen ? (
            <Box
              component="pre"
              id={json}
              tabIndex={0}
              aria-label={t('policies.rulesJson')}
              role="region"
              sx={{ m: 0, mt: 1, fontSize: 13, overflowX: 'auto' }}
            >
              {JSON.stringify(version.rules, null, 2)}
            </Box>
          ) : null}
        </Box>
      </Stack>
    </Panel>
  );
}
