import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Change, CheckpointRecord } from '../commands/ports.ts';
import { checkpointKeys } from './checkpoint-item.ts';
import { type Item, toItem } from './connection.ts';
import { keys, shardOf, tableKeys } from './keys.ts';
import { indexKeys, isTerminal } from './summary-item.ts';

const primary = (pk: string, sk: string): Item => toItem({ pk, sk });

/** An update of a summary row, its place in the indexes with it. */
export function summaryUpdate(
  table: string,
  { run, set, dueAt }: Extract<Change, { type: 'summary' }>,
): NonNullable<TransactWriteItem['Update']> {
  const shard = shardOf(run);
  const values: Record<string, unknown> = { ...set };
  const removed: string[] = [];
  if (set.status !== undefined) {
    if (isTerminal(set.status)) removed.push('statusKey', 'statusSort');
    else Object.assign(values, { statusKey: keys.statusShard(set.status, shard), statusSort: run });
  }
  if (dueAt === null) removed.push('dueAt', 'dueKey', 'dueSort');
  else if (dueAt !== undefined)
    Object.assign(values, { dueAt, dueKey: keys.dueShard(shard), dueSort: `${dueAt}#${run}` });
  const names = Object.keys(values).filter((name) => values[name] !== undefined);
  const assigned = names.length === 0 ? '' : `SET ${names.map((_, index) => `#s${index} = :s${index}`).join(', ')}`;
  const dropped = removed.length === 0 ? '' : ` REMOVE ${removed.map((_, index) => `#r${index}`).join(', ')}`;
  return {
    TableName: table,
    Key: primary(keys.run(run), keys.summary),
    UpdateExpression: `${assigned}${dropped}`.trim(),
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: Object.fromEntries([
      ...names.map((name, index) => [`#s${index}`, name]),
      ...removed.map((name, index) => [`#r${index}`, name]),
    ]),
    ...(names.length === 0
      ? {}
      : {
          ExpressionAttributeValues: toItem(
            Object.fromEntries(names.map((name, index) => [`:s${index}`, values[name]])),
          ),
        }),
  };
}

/** The rows by which the recipients of a checkpoint find it; the id is their sort key. */
export function inboxRows({ to, ...checkpoint }: CheckpointRecord) {
  const { id, run, flow, title, step, kind, message, openedAt, expiresAt } = checkpoint;
  return [...new Set(to.map((person) => keys.inbox(person)))].map((pk) => ({
    pk,
    sk: id,
    run,
    flow,
    title,
    step,
    kind,
    message,
    openedAt,
    expiresAt,
  }));
}

/** The writes of one change. Conditions answer the item that refused them. */
export function changeItems(table: string, change: Change): TransactWriteItem[] {
  const refused = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
  switch (change.type) {
    case 'start': {
      const { summary, key } = change;
      const row = { pk: keys.run(summary.id), sk: keys.summary, ...summary, ...indexKeys(summary) };
      const put: TransactWriteItem = {
        Put: { TableName: table, Item: toItem(row), ConditionExpression: 'attribute_not_exists(pk)' },
      };
      if (key === undefined) return [put];
      const record = {
        pk: keys.idempotency(key.scope, key.key),
        sk: 'KEY',
        run: summary.id,
        bodyHash: key.bodyHash,
        ttl: key.expiresAt,
      };
      return [
        put,
        {
          Put: { TableName: table, Item: toItem(record), ConditionExpression: 'attribute_not_exists(pk)', ...refused },
        },
      ];
    }
    case 'summary':
      return [{ Update: summaryUpdate(table, change) }];
    case 'again': {
      const Item = toItem({ pk: keys.run(change.origin), sk: keys.again(change.run) });
      return [{ Put: { TableName: table, Item } }];
    }
    case 'cap': {
      const { scope, flow, day, limit, expiresAt } = change;
      return [
        {
          Update: {
            TableName: table,
            Key: primary(scope === 'flow' ? keys.flow(flow) : keys.settings, keys.statsOfDay(day)),
            UpdateExpression: 'SET #ttl = :ttl ADD #capped :one',
            ConditionExpression: 'attribute_not_exists(#capped) OR #capped < :limit',
            ExpressionAttributeNames: { '#capped': 'capped', '#ttl': tableKeys.ttl },
            ExpressionAttributeValues: toItem({ ':one': 1, ':limit': limit, ':ttl': expiresAt }),
          },
        },
      ];
    }
    case 'take-slot': {
      const { pool, slot, run } = change;
      const item = toItem({ pk: keys.pool(pool), sk: keys.slot(slot), run, mark: run });
      return [{ Put: { TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' } }];
    }
    case 'keep-slot': {
      const { pool, slot, run, mark } = change;
      return [
        {
          Update: {
            TableName: table,
            Key: primary(keys.pool(pool), keys.slot(slot)),
            UpdateExpression: 'SET mark = :mark',
            ConditionExpression: 'run = :run',
            ExpressionAttributeValues: toItem({ ':run': run, ':mark': mark }),
          },
        },
      ];
    }
    case 'free-slot': {
      const { pool, slot, run, mark } = change;
      return [
        {
          Delete: {
            TableName: table,
            Key: primary(keys.pool(pool), keys.slot(slot)),
            ConditionExpression: `run = :run${mark === undefined ? '' : ' AND mark = :mark'}`,
            ExpressionAttributeValues: toItem({ ':run': run, ...(mark === undefined ? {} : { ':mark': mark }) }),
          },
        },
      ];
    }
    case 'join-line':
      return [{ Put: { TableName: table, Item: toItem({ pk: keys.pool(change.pool), sk: keys.place(change.run) }) } }];
    case 'leave-line':
      return [{ Delete: { TableName: table, Key: primary(keys.pool(change.pool), keys.place(change.run)) } }];
    case 'fence': {
      const Key = primary(keys.run(change.run), keys.commit(change.lane, change.seq + 1));
      return [{ ConditionCheck: { TableName: table, Key, ConditionExpression: 'attribute_not_exists(pk)' } }];
    }
    case 'open': {
      const { checkpoint } = change;
      const item = {
        pk: keys.run(checkpoint.run),
        sk: keys.checkpoint(checkpoint.id),
        record: 'checkpoint',
        ...checkpoint,
        ...checkpointKeys(checkpoint),
      };
      return [
        { Put: { TableName: table, Item: toItem(item), ConditionExpression: 'attribute_not_exists(pk)', ...refused } },
        ...inboxRows(checkpoint).map((row) => ({ Put: { TableName: table, Item: toItem(row) } })),
      ];
    }
    case 'decide': {
      const { checkpoint, now, requireOpen } = change;
      const { timeKey, timeSort } = checkpointKeys(checkpoint);
      return [
        {
          Update: {
            TableName: table,
            Key: primary(keys.run(checkpoint.run), keys.checkpoint(checkpoint.id)),
            UpdateExpression:
              'SET #status = :decided, decision = :decision, timeKey = :timeKey, timeSort = :timeSort REMOVE statusKey, statusSort',
            ConditionExpression: `#status = :pending${requireOpen ? ' AND expiresAt > :now' : ''}`,
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: toItem({
              ':decided': 'decided',
              ':pending': 'pending',
              ':decision': checkpoint.decision,
              ':timeKey': timeKey,
              ':timeSort': timeSort,
              ...(requireOpen ? { ':now': now } : {}),
            }),
            ...refused,
          },
        },
        ...inboxRows(checkpoint).map(({ pk, sk }) => ({ Delete: { TableName: table, Key: primary(pk, sk) } })),
      ];
    }
  }
}
