import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { CheckpointRecord, InboxRow, RunStore, Slot, Summary } from '../commands/ports.ts';
import type { Commit, StoredCommit } from '../run/events.ts';
import { inboxRows, summaryUpdate } from './change-items.ts';
import { type CommitItem, writeCommit } from './commit.ts';
import { type Connection, fromItem, type Item, readItem, toItem } from './connection.ts';
import { keys, shards } from './keys.ts';
import { listCheckpoints } from './list-checkpoints.ts';
import { listRuns } from './list-runs.ts';
import { newestBelow } from './newest-below.ts';
import { readPayload } from './payloads.ts';
import { queryAll, queryBelow } from './query.ts';

/** Places in a line that are counted. */
const mostPlaces = 1_000;

function toSlot(item: Item): Slot {
  const { sk, run, mark } = fromItem<{ sk: string; run: string; mark: string }>(item);
  return { slot: Number(sk.slice(keys.slots.length)), run, mark };
}

function toStored(item: Item): StoredCommit {
  const { pk: _pk, sk: _sk, payloads, ...commit } = fromItem<CommitItem>(item);
  return { commit: commit as Commit, payloads };
}

/** The runs in the table. Every access pattern is a function here; nothing else knows a key. */
export function createRunStore(connection: Connection): RunStore {
  const { client, table } = connection;
  const get = async <T>(pk: string, sk: string): Promise<T | undefined> => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: toItem({ pk, sk }), ConsistentRead: true }),
    );
    return Item === undefined ? undefined : readItem<T>(Item);
  };
  return {
    async readLanes(run, lanes) {
      const lists =
        lanes === undefined
          ? [await queryBelow(connection, keys.run(run), keys.lanes)]
          : await Promise.all(lanes.map((lane) => queryBelow(connection, keys.run(run), keys.lane(lane))));
      return lists.flat().map(toStored);
    },
    commit: (write) => writeCommit(connection, write),
    valueOf: (payloads, payload) => readPayload(connection, payloads[payload.digest]),
    async pool(pool, limit) {
      const items = await queryAll(
        connection,
        {
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: keys.pool(pool) } },
          ConsistentRead: true,
        },
        limit + 1,
      );
      const taken = items.filter(({ sk }) => sk?.S?.startsWith(keys.slots));
      return { taken: taken.map(toSlot), waited: taken.length < items.length };
    },
    async headOfLine(pool) {
      const [head] = await queryBelow(connection, keys.pool(pool), keys.line, 1);
      return head?.sk?.S?.slice(keys.line.length);
    },
    async slot(pool, slot) {
      const { Item } = await client.send(
        new GetItemCommand({
          TableName: table,
          Key: toItem({ pk: keys.pool(pool), sk: keys.slot(slot) }),
          ConsistentRead: true,
        }),
      );
      return Item === undefined ? undefined : toSlot(Item);
    },
    async placeInLine(pool, run) {
      const upToHere = await queryAll(
        connection,
        {
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: {
            ':pk': { S: keys.pool(pool) },
            ':from': { S: keys.line },
            ':to': { S: keys.place(run) },
          },
          ConsistentRead: true,
        },
        mostPlaces,
      );
      return Math.max(1, upToHere.length);
    },
    async joinLine(pool, run) {
      await client.send(
        new PutItemCommand({ TableName: table, Item: toItem({ pk: keys.pool(pool), sk: keys.place(run) }) }),
      );
    },
    async leaveLine(pool, run) {
      await client.send(
        new DeleteItemCommand({ TableName: table, Key: toItem({ pk: keys.pool(pool), sk: keys.place(run) }) }),
      );
    },
    summary: (run) => get<Summary>(keys.run(run), keys.summary),
    async madeFrom(run, limit) {
      const within = { partition: keys.run(run), prefix: keys.agains };
      return (await newestBelow(connection, within, { limit }, (_item, id) => id)).items;
    },
    async setSummary(change) {
      await client.send(new UpdateItemCommand(summaryUpdate(table, change)));
    },
    checkpoint: (id) => get<CheckpointRecord>(keys.run(keys.runOfCheckpoint(id)), keys.checkpoint(id)),
    checkpointsOf: async (run) =>
      (await queryBelow(connection, keys.run(run), keys.checkpoints)).map((item) => readItem<CheckpointRecord>(item)),
    async setCheckpoint(id, set) {
      const names = Object.entries(set).filter(([, value]) => value !== undefined);
      const { Attributes } = await client.send(
        new UpdateItemCommand({
          TableName: table,
          ReturnValues: 'ALL_NEW',
          Key: toItem({ pk: keys.run(keys.runOfCheckpoint(id)), sk: keys.checkpoint(id) }),
          UpdateExpression: `SET ${names.map((_, index) => `#n${index} = :v${index}`).join(', ')}`,
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: Object.fromEntries(names.map(([name], index) => [`#n${index}`, name])),
          ExpressionAttributeValues: toItem(Object.fromEntries(names.map(([, value], index) => [`:v${index}`, value]))),
        }),
      );
      return readItem<CheckpointRecord>(Attributes ?? {});
    },
    async cancelCheckpoint(record) {
      const { id, run } = record;
      try {
        await client.send(
          new TransactWriteItemsCommand({
            TransactItems: [
              {
                Update: {
                  TableName: table,
                  Key: toItem({ pk: keys.run(run), sk: keys.checkpoint(id) }),
                  UpdateExpression: 'SET #status = :cancelled REMOVE statusKey, statusSort',
                  // What is decided stays decided: only a pending checkpoint can be cancelled with its run.
                  ConditionExpression: '#status = :pending',
                  ExpressionAttributeNames: { '#status': 'status' },
                  ExpressionAttributeValues: toItem({ ':cancelled': 'cancelled', ':pending': 'pending' }),
                },
              },
              ...inboxRows(record).map(({ pk, sk }) => ({ Delete: { TableName: table, Key: toItem({ pk, sk }) } })),
            ],
          }),
        );
      } catch (error) {
        const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
        if (reasons[0]?.Code !== 'ConditionalCheckFailed') throw error;
      }
    },
    async inbox(person, { limit, cursor }) {
      const items = await queryAll(
        connection,
        {
          KeyConditionExpression: 'pk = :pk AND sk > :sk',
          ExpressionAttributeValues: { ':pk': { S: keys.inbox(person) }, ':sk': { S: cursor ?? ' ' } },
        },
        limit,
      );
      const rows = items.map((item) => {
        const { pk: _pk, sk: id, ...row } = fromItem<InboxRow & { pk: string; sk: string }>(item);
        return { ...row, id };
      });
      const last = rows.length < limit ? undefined : rows.at(-1);
      return last === undefined ? { items: rows } : { items: rows, cursor: last.id };
    },
    async commitsAfter(run, after, limit) {
      const items = await queryAll(
        connection,
        {
          IndexName: 'byId',
          KeyConditionExpression: 'pk = :pk AND id > :id',
          // Summary and checkpoints have an id too.
          FilterExpression: 'attribute_exists(lane) AND attribute_exists(#hash)',
          ExpressionAttributeNames: { '#hash': 'hash' },
          ExpressionAttributeValues: { ':pk': { S: keys.run(run) }, ':id': { S: after === '' ? '0' : after } },
          ConsistentRead: true,
        },
        limit,
      );
      return items.map((item) => toStored(item).commit);
    },
    async due(now, limit) {
      const lists = await Promise.all(
        Array.from({ length: shards }, (_, shard) =>
          queryAll(
            connection,
            {
              IndexName: 'byDue',
              KeyConditionExpression: 'dueKey = :p AND dueSort < :s',
              ExpressionAttributeValues: { ':p': { S: keys.dueShard(shard) }, ':s': { S: `${now}~` } },
            },
            limit,
          ),
        ),
      );
      const rows = lists.flat().map((item) => readItem<Summary>(item));
      return rows.sort((a, b) => ((a.dueAt ?? '') < (b.dueAt ?? '') ? -1 : 1)).slice(0, limit);
    },
    checkpoints: (query) => listCheckpoints(connection, query),
    list: (query, now) => listRuns(connection, query, now),
  };
}
