import { Box, Checkbox, Table, TableBody, TableCell, TableHead, TableRow, TableSortLabel } from '@mui/material';
import type { ReactNode } from 'react';
import { type RaRecord, useListContext, useStore } from 'react-admin';
import { ApiProblem } from '../api/problem.js';
import { useText } from '../i18n/use-text.js';
import { Refused, Waiting } from '../shell/states.js';
import { useTones } from '../theme/tones.js';

/** One column of a list. `sort` is the name by which the service orders it. */
export type Column<Row> = {
  readonly key: string;
  readonly label: string;
  readonly cell: (row: Row) => ReactNode;
  readonly sort?: string;
  /** The direction that the first press gives. */
  readonly first?: 'ASC' | 'DESC';
  readonly isNumber?: boolean;
  /** Not shown until it is chosen. */
  readonly isExtra?: boolean;
  /** Goes on in another line rather than push the columns after it off the screen; `anywhere` breaks long words, too. */
  readonly isWrapped?: boolean | 'anywhere';
  /** Left out where the screen is narrow. */
  readonly isForWide?: boolean;
};

const TWO_LINES = { whiteSpace: 'normal', minWidth: 120 };
/** The first column stays where the others move under it, so that a row keeps its name. */
const STAYS = { position: { md: 'sticky' }, zIndex: { md: 1 }, bgcolor: 'inherit' };
const CHECKBOX_PX = 44;
const UNBROKEN = { whiteSpace: 'nowrap' };
const WRAPPED = { whiteSpace: 'normal', py: 0.75 };
const BROKEN = { ...WRAPPED, overflowWrap: 'anywhere', minWidth: 112 };
const FOR_WIDE = { display: { xs: 'none', md: 'table-cell' } };

/** The columns that the reader chose to see of a list; kept. */
export function useColumns<Row>(list: string, columns: readonly Column<Row>[]) {
  const [hidden, setHidden] = useStore<readonly string[]>(
    `columns.${list}`,
    columns.filter(({ isExtra }) => isExtra === true).map(({ key }) => key),
  );
  return {
    shown: columns.filter(({ key }) => !hidden.includes(key)),
    isShown: (key: string) => !hidden.includes(key),
    toggle: (key: string) =>
      setHidden(hidden.includes(key) ? hidden.filter((other) => other !== key) : [...hidden, key]),
  };
}

/**
 * The table of a `<ListBase>`: dense, its head stays, sorted by the service. `nameOf` says of which row a check box is;
 * without it rows cannot be chosen.
 */
export function ListTable<Row extends RaRecord>({
  label,
  columns,
  nameOf,
  empty,
}: {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly nameOf?: (row: Row) => string;
  readonly empty: ReactNode;
}) {
  const t = useText();
  const tones = useTones();
  const { data, error, refetch, isPending, sort, setSort, selectedIds, onToggleItem, onSelect } = useListContext<Row>();
  if (error !== null && error !== undefined && data === undefined) {
    const problem = error instanceof ApiProblem ? error : new ApiProblem(0, 'unexpected', String(error));
    return <Box sx={{ px: 2 }}>{<Refused problem={problem} retry={() => void refetch()} />}</Box>;
  }
  if (isPending || data === undefined) {
    return (
      <Box sx={{ p: 2 }}>
        <Waiting lines={10} />
      </Box>
    );
  }
  if (data.length === 0) return <>{empty}</>;
  const pageIds = data.map(({ id }) => id);
  const firstAt = nameOf === undefined ? 0 : CHECKBOX_PX;
  const isWhole = pageIds.every((id) => selectedIds.includes(id));
  return (
    <Box
      sx={{ overflow: 'auto', maxHeight: { md: 'calc(100vh - 220px)' } }}
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      <Table stickyHeader aria-label={label}>
        <TableHead>
          <TableRow>
            {nameOf === undefined ? null : (
              <TableCell padding="none" sx={{ pl: 1, width: CHECKBOX_PX, left: 0, zIndex: 3 }}>
                <Checkbox
                  checked={isWhole}
                  indeterminate={!isWhole && pageIds.some((id) => selectedIds.includes(id))}
                  onChange={() =>
                    onSelect(
                      isWhole
                        ? selectedIds.filter((id) => !pageIds.includes(id))
                        : [...new Set([...selectedIds, ...pageIds])],
                    )
                  }
                  slotProps={{ input: { 'aria-label': t('list.selectAll') } }}
                />
              </TableCell>
            )}
            {columns.map((column, place) => (
              <HeadCell
                key={column.key}
                column={column}
                sort={sort}
                setSort={setSort}
                sx={place === 0 ? { left: { md: firstAt }, zIndex: 3 } : {}}
              />
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {data.map((row) => (
            <TableRow
              key={row.id}
              hover
              selected={selectedIds.includes(row.id)}
              sx={{ bgcolor: tones.panel, '&.Mui-selected': { bgcolor: `${tones.selected} !important` } }}
            >
              {nameOf === undefined ? null : (
                <TableCell padding="none" sx={{ ...STAYS, left: 0, pl: 1 }}>
                  <Checkbox
                    checked={selectedIds.includes(row.id)}
                    onChange={() => onToggleItem(row.id)}
                    slotProps={{ input: { 'aria-label': t('list.select', { name: nameOf(row) }) } }}
                  />
                </TableCell>
              )}
              {columns.map(({ key, cell, isNumber, isForWide, isWrapped }, place) => (
                <TableCell
                  key={key}
                  align={isNumber === true ? 'right' : 'left'}
                  sx={{
                    ...(isWrapped === 'anywhere' ? BROKEN : isWrapped === true ? WRAPPED : UNBROKEN),
                    ...(isForWide === true ? FOR_WIDE : {}),
                    ...(place === 0 ? { ...STAYS, left: firstAt } : {}),
                  }}
                >
                  {cell(row)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

function HeadCell<Row>({
  column: { label, sort: by, first = 'ASC', isNumber, isForWide },
  sort,
  setSort,
  sx,
}: {
  readonly sx: object;
  readonly column: Column<Row>;
  readonly sort: { readonly field: string; readonly order: 'ASC' | 'DESC' };
  readonly setSort: (sort: { field: string; order: 'ASC' | 'DESC' }) => void;
}) {
  const isActive = by !== undefined && sort.field === by;
  const direction = isActive ? (sort.order === 'DESC' ? 'desc' : 'asc') : first === 'DESC' ? 'desc' : 'asc';
  return (
    <TableCell
      align={isNumber === true ? 'right' : 'left'}
      sortDirection={isActive ? direction : false}
      // A long heading over numbers takes two lines rather than the room of the columns after it.
      sx={{
        ...(isForWide === true ? FOR_WIDE : {}),
        ...(isNumber === true && label.includes(' ') ? TWO_LINES : {}),
        ...sx,
      }}
    >
      {by === undefined ? (
        label
      ) : (
        <TableSortLabel
          active={isActive}
          direction={direction}
          onClick={() => setSort({ field: by, order: isActive ? (sort.order === 'ASC' ? 'DESC' : 'ASC') : first })}
        >
          {label}
        </TableSortLabel>
      )}
    </TableCell>
  );
}
