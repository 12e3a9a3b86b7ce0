import type { RunStore } from '../commands/ports.ts';
import { everyId, type IdRange, idAt, idRange, instantOf } from './id-range.ts';
import { keys, shards, tableKeys } from './keys.ts';
import { isTerminal } from './summary-item.ts';

/** Days that one page looks at, and that a listing of all runs without `from` goes back before `to`, or now. */
const lookBackDays = 90;
/** Days that are asked for at once after days in which little was found. */
const daysAtOnce = 8;
const dayMs = 86_400_000;

/** An index, and the attributes that are its keys. */
export type IndexKeys = (typeof tableKeys.globalIndexes)[number];

const [byFlow, byDay, byStatus] = tableKeys.globalIndexes;
const everyShard = Array.from({ length: shards }, (_, shard) => shard);

/** An index that holds what a query asks for: its partitions, the newest first, those together that are read at once. */
interface Source {
  index: IndexKeys;
  range: IdRange;
  /** `first`: the least id that these partitions may hold. */
  groups: { partitions: string[]; first: string }[];
}

/** Days of a range, newest first: one by itself, then twice as many at a time. */
function groupsOfDays({ first, end }: IdRange, newest: number): Source['groups'] {
  const groups: Source['groups'] = [];
  const oldest = instantOf(first) ?? 0;
  let day = Math.floor(Math.min(newest, instantOf(end) ?? newest) / dayMs) * dayMs;
  const last = Math.max(oldest, day - lookBackDays * dayMs);
  for (let count = 1; day + dayMs > last; count = Math.min(2 * count, daysAtOnce)) {
    const days = Array.from({ length: count }, (_, n) => day - n * dayMs).filter((each) => each + dayMs > last);
    const partitions = days.flatMap((each) =>
      everyShard.map((shard) => keys.dayShard(new Date(each).toISOString().slice(0, 10), shard)),
    );
    groups.push({ partitions, first: idAt(days.at(-1) ?? day) });
    day -= count * dayMs;
  }
  return groups;
}

/** The index that fits a query best: by status for open runs, which are few; else by flow; else day after day. */
export function chooseSource(query: Parameters<RunStore['list']>[0], now: number): Source {
  const { flow, status, to } = query;
  const range = idRange(query, now);
  const only = (keyOf: (shard: number) => string) => [{ partitions: everyShard.map(keyOf), first: range.first }];
  if (status !== undefined && !isTerminal(status))
    return { index: byStatus, range, groups: only((shard) => keys.statusShard(status, shard)) };
  if (flow !== undefined) return { index: byFlow, range, groups: only((shard) => keys.flowShard(flow, shard)) };
  const newest = Math.min(now, to === undefined ? now : Date.parse(to));
  const bounded = range.first === everyId.first ? { ...range, first: idAt(newest - lookBackDays * dayMs) } : range;
  return { index: byDay, range: bounded, groups: groupsOfDays(bounded, newest) };
}
