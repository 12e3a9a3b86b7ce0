import type { RunStore } from '../commands/ports.ts';
import { keys, shards, tableKeys } from './keys.ts';
import { isTerminal } from './summary-item.ts';

/** An index, and the attributes that are its keys. */
export type IndexKeys = (typeof tableKeys.globalIndexes)[number];

const [byFlow, byTime, byStatus] = tableKeys.globalIndexes;

/** The index that fits a query best, and its partitions: by status for open runs, which are few; else by flow; else all runs. */
export function chooseSource({ flow, status }: Parameters<RunStore['list']>[0]): {
  index: IndexKeys;
  partitions: string[];
} {
  const every = (keyOf: (shard: number) => string) => Array.from({ length: shards }, (_, shard) => keyOf(shard));
  const of = (values: string | readonly string[], keyOf: (value: string, shard: number) => string) =>
    [...new Set([values].flat())].flatMap((value) => every((shard) => keyOf(value, shard)));
  if (status !== undefined && ![status].flat().some(isTerminal))
    return { index: byStatus, partitions: of(status, keys.statusShard) };
  if (flow !== undefined) return { index: byFlow, partitions: of(flow, keys.flowShard) };
  return { index: byTime, partitions: every(keys.allShard) };
}
