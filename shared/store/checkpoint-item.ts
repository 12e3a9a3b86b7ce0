import type { CheckpointRecord } from '../commands/ports.ts';
import { keys, shardOf } from './keys.ts';

type Indexed = Pick<CheckpointRecord, 'id' | 'run' | 'status' | 'decision'>;

/** Where a decided checkpoint stands in the index by time: at its decision. */
export const decidedSort = ({ id, decision }: Pick<Indexed, 'id' | 'decision'>): string =>
  `${decision?.at ?? ''}#${id}`;

/** The attributes that put a checkpoint into an index: an open one into that by status, a decided one into that by time, a cancelled one into none. */
export function checkpointKeys(record: Indexed): Record<string, string> {
  const shard = shardOf(record.run);
  switch (record.status) {
    case 'pending':
      return { statusKey: keys.openShard(shard), statusSort: record.id };
    case 'decided':
      return { timeKey: keys.decidedShard(shard), timeSort: decidedSort(record) };
    case 'cancelled':
      return {};
  }
}
