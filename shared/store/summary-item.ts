import type { Summary } from '../commands/ports.ts';
import { closedStatuses } from '../run/events.ts';
import { keys, shardOf } from './keys.ts';

const terminal: ReadonlySet<string> = new Set(closedStatuses);

/** The attributes that put a summary into the indexes; a closed run leaves the index by status, one that is not due that by `dueAt`. */
export function indexKeys({
  id,
  flow,
  status,
  dueAt,
}: Pick<Summary, 'id' | 'flow' | 'status' | 'dueAt'>): Record<string, string> {
  const shard = shardOf(id);
  return {
    flowKey: keys.flowShard(flow, shard),
    flowSort: id,
    timeKey: keys.allShard(shard),
    timeSort: id,
    ...(terminal.has(status) ? {} : { statusKey: keys.statusShard(status, shard), statusSort: id }),
    ...(dueAt === undefined ? {} : { dueKey: keys.dueShard(shard), dueSort: `${dueAt}#${id}` }),
  };
}

export const isTerminal = (status: string): boolean => terminal.has(status);
