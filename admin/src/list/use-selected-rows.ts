import { useEffect, useState } from 'react';
import { type RaRecord, useListContext } from 'react-admin';

/** The selected rows, those of other pages too: a row once seen is remembered while the list is open. */
export function useSelectedRows<Row extends RaRecord>(): readonly Row[] {
  const { data, selectedIds } = useListContext<Row>();
  const [seen, setSeen] = useState<ReadonlyMap<unknown, Row>>(new Map());
  useEffect(() => {
    if (data !== undefined) setSeen((before) => new Map([...before, ...data.map((row) => [row.id, row] as const)]));
  }, [data]);
  return selectedIds.flatMap((id) => seen.get(id) ?? []);
}
