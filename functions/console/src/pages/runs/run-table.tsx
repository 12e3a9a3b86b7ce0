import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { RunRow } from '../../api/types.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { useRowKeys } from '../../ui/rows.ts';
import { shortId } from '../../ui/short-id.ts';
import { columns } from './run-cells.tsx';
import type { Selection } from './selection.ts';

const rowHeight = 40;

/** Where nothing is drawn: as high as the rows that are not on the screen. */
const Gap = ({ height }: { height: number }) =>
  height <= 0 ? null : (
    <tr aria-hidden>
      <td colSpan={columns.length + 1} style={{ height }} className="p-0" />
    </tr>
  );

/** The list as a table; only rows near the screen are drawn. */
export function RunTable({
  runs,
  complete,
  selection: { ticked, set },
}: {
  runs: readonly RunRow[];
  complete: boolean;
  selection: Selection;
}) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop((body.current?.getBoundingClientRect().top ?? 0) + scrollY), []);
  const rows = useWindowVirtualizer({
    count: runs.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: top,
    scrollPaddingStart: 112,
    scrollPaddingEnd: 96,
    getItemKey: (index) => runs[index]?.id ?? index,
  });
  const drawn = rows.getVirtualItems();
  const ids = runs.map(({ id }) => id);
  useRowKeys(
    body,
    ids,
    useCallback((index: number) => rows.scrollToIndex(index, { align: 'auto' }), [rows]),
  );
  const all = ids.length > 0 && ids.every((id) => ticked.has(id));
  return (
    <table
      aria-rowcount={complete ? runs.length + 1 : -1}
      className="w-full table-fixed border-separate border-spacing-0"
    >
      <caption className="sr-only">Runs, newest first</caption>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col" className="sticky top-14 z-20 w-12 border-b border-line bg-surface pl-4">
            <Checkbox
              label="Select all that are shown"
              checked={all}
              mixed={!all && ids.some((id) => ticked.has(id))}
              onChange={() => set(ids, !all)}
            />
          </th>
          {columns.map(({ id, title, look }) => (
            <th
              key={id}
              scope="col"
              className={`sticky top-14 z-20 h-[40px] border-b border-line bg-surface px-2 text-left text-meta font-normal text-ink-3 last:pr-5 ${look}`}
            >
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        <Gap height={(drawn[0]?.start ?? top) - top} />
        {drawn.map(({ index }) => {
          const run = runs[index];
          if (run === undefined) return null;
          const on = ticked.has(run.id);
          return (
            <tr
              key={run.id}
              data-row={run.id}
              aria-rowindex={index + 2}
              className={`relative h-[40px] ${on ? 'bg-line/50' : 'hover:bg-line/30'}`}
            >
              <td className="h-[40px] border-b border-line pl-4">
                <div className="relative z-10">
                  <Checkbox
                    label={`Select ${run.title} ${shortId(run.id)}`}
                    checked={on}
                    onChange={() => set([run.id], !on)}
                  />
                </div>
              </td>
              {columns.map(({ id, look, cell }) => (
                <td key={id} className={`h-[40px] truncate border-b border-line px-2 last:pr-5 ${look}`}>
                  {cell(run)}
                </td>
              ))}
            </tr>
          );
        })}
        <Gap height={rows.getTotalSize() - ((drawn.at(-1)?.end ?? top) - top)} />
      </tbody>
    </table>
  );
}
