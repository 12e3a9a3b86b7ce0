import type { CheckpointRecord, RunStore } from '../commands/ports.ts';
import { decidedSort } from './checkpoint-item.ts';
import type { Connection } from './connection.ts';
import { keys, shards, tableKeys } from './keys.ts';
import { listPage } from './list-page.ts';

const [, byTime, byStatus] = tableKeys.globalIndexes;

const sources = {
  pending: { index: byStatus, keyOf: keys.openShard, sortOf: ({ id }: CheckpointRecord) => id },
  decided: { index: byTime, keyOf: keys.decidedShard, sortOf: decidedSort },
};

/** Checkpoints of all runs: those that are open, by their runs, the newest first; or those that were decided, the last decision first. */
export function listCheckpoints(
  connection: Connection,
  { status, matches, limit, cursor }: Parameters<RunStore['checkpoints']>[0],
): Promise<{ items: CheckpointRecord[]; cursor?: string }> {
  const { index, keyOf, sortOf } = sources[status];
  const partitions = Array.from({ length: shards }, (_, shard) => keyOf(shard));
  const source = { index, partitions, range: { first: '0', end: cursor ?? '~' } };
  return listPage<CheckpointRecord>(connection, source, { matches, limit, sortOf });
}
