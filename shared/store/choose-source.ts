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
  if (status !== undefined && !isTerminal(status))
    return { index: byStatus, partitions: every((shard) => keys.statusShard(status, shard)) };
  if (flow !== undefined) return { index: byFlow, partitions: every((shard) => keys.flowShard(flow, shard)) };
  return { index: byTime, partitions: every(keys.allShard) };
}
