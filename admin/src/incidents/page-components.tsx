import { Box, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client, ifMatch, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useGet } from '../api/use-get.js';
import { useText } from '../i18n/use-text.js';
import { Loaded, Refused } from '../shell/states.js';

type PageComponent = Schemas['StoredPageComponent'];
const IGNORED = '-';

/** The components of status pages of which nobody has said what they are: each is one of ours, or none. */
export function PageComponents() {
  const t = useText();
  const query = useGet('/api/v1/page-components', { query: { unmapped: true, limit: 200 } });
  return (
    <Box>
      <Typography variant="h3">{t('statusPage.mapping')}</Typography>
      <Loaded query={query} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Typography color="textSecondary">{t('statusPage.allMapped')}</Typography>
          ) : (
            <Stack spacing={1} sx={{ mt: 1 }}>
              {items.map((one) => (
                <Mapping key={one.pageComponentId} one={one} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Box>
  );
}

function Mapping({ one }: { readonly one: PageComponent }) {
  const t = useText();
  const queries = useQueryClient();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const components = useGet('/api/v1/components', { query: { limit: 200 } });
  const choose = async (value: string): Promise<void> => {
    setProblem(null);
    try {
      unwrap(
        await client.PUT('/api/v1/page-components/{pageComponentId}', {
          params: { path: { pageComponentId: one.pageComponentId } },
          headers: ifMatch(one.version),
          body: value === IGNORED ? { ignored: true } : { componentKey: value },
        }),
      );
      await queries.invalidateQueries();
    } catch (error) {
      setProblem(error as ApiProblem);
    }
  };
  return (
    <Box>
      <TextField
        select
        fullWidth
        label={t('statusPage.means', { name: one.name })}
        value=""
        onChange={({ target }) => void choose(target.value)}
      >
        {(components.data?.items ?? []).map(({ key, name }) => (
          <MenuItem key={key} value={key}>
            {`${key} · ${name}`}
          </MenuItem>
        ))}
        <MenuItem value={IGNORED}>{t('statusPage.noneOfOurs')}</MenuItem>
      </TextField>
      {problem === null ? null : <Refused problem={problem} />}
    </Box>
  );
}
