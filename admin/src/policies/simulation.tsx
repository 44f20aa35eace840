import { Box, Stack, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import type { Schemas } from '../api/client.js';
import { type Format, useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { ImpactWord } from '../impact/impact-mark.js';
import { useGiven } from '../offers/use-given.js';
import { Figure } from '../shell/panel.js';
import { Histogram } from './histogram.js';

type Totals = Schemas['SimulatedTotals'];
type Group = Schemas['SimulatedGroup'];

/** What a draft comes to, beside what is in force: totals, how the amounts are spread, what limits take away. */
export function Simulation({ simulation: { draft, inForce } }: { readonly simulation: Schemas['PolicySimulation'] }) {
  const t = useText();
  const format = useFormat();
  const given = useGiven();
  return (
    <Stack spacing={2.5}>
      <Stack direction="row" useFlexGap sx={{ gap: 4, flexWrap: 'wrap' }}>
        <Figure
          value={given.ofMany(draft.totals, draft.inKind)}
          label={t('simulation.draft')}
          detail={outcomes(draft)}
        />
        <Figure
          value={given.ofMany(inForce.totals, inForce.inKind)}
          label={t('simulation.inForce')}
          detail={outcomes(inForce)}
        />
      </Stack>
      <Histogram draft={draft.distribution} inForce={inForce.distribution} />
      <Compared
        title={t('simulation.byClass')}
        names={union(draft.byClass, inForce.byClass)}
        nameOf={(name) => <ImpactWord impact={name as never} />}
        draft={(name) => draft.byClass.find((group) => group.name === name)}
        inForce={(name) => inForce.byClass.find((group) => group.name === name)}
      />
      <Compared
        title={t('simulation.byPlan')}
        names={union(draft.byPlan, inForce.byPlan)}
        nameOf={(name) => (name === '' ? t('simulation.noPlan') : name)}
        draft={(name) => draft.byPlan.find((group) => group.name === name)}
        inForce={(name) => inForce.byPlan.find((group) => group.name === name)}
      />
      {draft.takenAway.length === 0 ? null : (
        <Box>
          <Typography variant="h3">{t('simulation.takenAway')}</Typography>
          <Box component="ul" sx={{ m: 0, mt: 0.5, pl: 2.5 }}>
            {draft.takenAway.map(({ code, customers, totals }) => (
              <li key={code}>
                {t('simulation.taken', {
                  smart_count: customers,
                  line: t(`simulation.line.${code}`),
                  amount: money(totals, format),
                })}
              </li>
            ))}
          </Box>
        </Box>
      )}
    </Stack>
  );

  function outcomes({ outcomes: { offer, nothing_owed: nothing, refused } }: Totals): ReactNode {
    return [
      t('simulation.offers', { smart_count: offer }),
      t('simulation.nothingOwed', { smart_count: nothing }),
      t('simulation.toReview', { smart_count: refused }),
    ].map((line) => <Box key={line}>{line}</Box>);
  }
}

function union(...lists: readonly (readonly { readonly name: string }[])[]): string[] {
  return [...new Set(lists.flat().map(({ name }) => name))];
}

function money(totals: readonly Schemas['Money'][], format: Format): string {
  return totals.map((total) => format.money(total)).join(' + ');
}

/** One table for a way of grouping: offers and amounts of the draft and of what is in force. */
function Compared({
  title,
  names,
  nameOf,
  draft,
  inForce,
}: {
  readonly title: string;
  readonly names: readonly string[];
  readonly nameOf: (name: string) => ReactNode;
  readonly draft: (name: string) => Group | undefined;
  readonly inForce: (name: string) => Group | undefined;
}) {
  const t = useText();
  const format = useFormat();
  const given = useGiven();
  if (names.length === 0) return null;
  const cell = (group: Group | undefined): string =>
    group === undefined ? '–' : `${format.number(group.offers)} · ${given.ofMany(group.totals, group.inKind)}`;
  return (
    <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={title}>
      <Table aria-label={title}>
        <TableHead>
          <TableRow>
            <TableCell>{title}</TableCell>
            <TableCell align="right">{t('simulation.draft')}</TableCell>
            <TableCell align="right">{t('simulation.inForce')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {names.map((name) => (
            <TableRow key={name}>
              <TableCell component="th" scope="row" sx={{ whiteSpace: 'nowrap' }}>
                {nameOf(name)}
              </TableCell>
              <TableCell align="right">{cell(draft(name))}</TableCell>
              <TableCell align="right">{cell(inForce(name))}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
