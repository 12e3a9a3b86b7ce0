import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, NoSuchKey, PutObjectCommand } from '@aws-sdk/client-s3';
import type { FlowRecord, FlowStore, FlowVersion, SyncMark, VersionRecord } from '../commands/flow-ports.ts';
import { type Connection, readItem, toItem } from './connection.ts';
import { keys } from './keys.ts';
import { newestBelow } from './newest-below.ts';
import { queryAll } from './query.ts';

/** A mark and its place among what is due. */
const marked = (flow: string, syncing: SyncMark) => ({
  syncing,
  dueKey: keys.dueFlows,
  dueSort: `${syncing.dueAt}#${flow}`,
});

/** The values of an update that marks a flow with `setMark`. */
const markValues = (flow: string, syncing: SyncMark) => {
  const { dueKey, dueSort } = marked(flow, syncing);
  return { ':syncing': syncing, ':dueKey': dueKey, ':dueSort': dueSort };
};
const setMark = 'syncing = :syncing, dueKey = :dueKey, dueSort = :dueSort';

/** Marks a flow; alone, or in a transaction with what its schedules and rules must follow. */
export const markUpdate = (table: string, flow: string, syncing: SyncMark) => ({
  TableName: table,
  Key: toItem({ pk: keys.flowList, sk: flow }),
  UpdateExpression: `SET ${setMark}`,
  ConditionExpression: 'attribute_exists(pk)',
  ExpressionAttributeValues: toItem(markValues(flow, syncing)),
});

const contentKey = (flow: string, version: number) => `flows/${flow}/${version}.json`;

/** Flows and their versions. A version's content lies in S3, for an item holds 400 KB; it never changes, so it is kept in memory. */
export function createFlowStore(connection: Connection): FlowStore {
  const { client, s3, table, bucket } = connection;
  const known = new Map<string, FlowVersion>();
  const whileMarked = async (
    flow: string,
    mark: string,
    UpdateExpression: string,
    values: Record<string, string> = {},
  ): Promise<boolean> => {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: toItem({ pk: keys.flowList, sk: flow }),
          UpdateExpression,
          ConditionExpression: 'syncing.mark = :mark',
          ExpressionAttributeValues: toItem({ ':mark': mark, ...values }),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
  return {
    async flow(id) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: toItem({ pk: keys.flowList, sk: id }), ConsistentRead: true }),
      );
      return Item === undefined ? undefined : readItem<FlowRecord>(Item);
    },
    async flows() {
      const items = await queryAll(connection, {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: keys.flowList } },
      });
      return items.map((item) => readItem<FlowRecord>(item));
    },
    async version(flow, version) {
      const key = contentKey(flow, version);
      const kept = known.get(key);
      if (kept !== undefined) return kept;
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        const read = JSON.parse((await Body?.transformToString()) ?? 'null') as FlowVersion;
        if (known.size >= 200) known.clear();
        known.set(key, read);
        return read;
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    versions: (flow, page) =>
      newestBelow(connection, { partition: keys.flow(flow), prefix: keys.versions }, page, (item) =>
        readItem<VersionRecord>(item),
      ),
    async putVersion(version, record, expectedLatest, syncing) {
      const { flow, publishedAt, publishedBy } = version;
      await s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: contentKey(flow.id, version.version),
          Body: JSON.stringify(version),
          ContentType: 'application/json',
        }),
      );
      const row: VersionRecord = { version: version.version, title: flow.title, publishedAt, publishedBy };
      const Item = toItem({ pk: keys.flow(flow.id), sk: keys.version(version.version), ...row });
      const first = {
        Put: {
          TableName: table,
          Item: toItem({ pk: keys.flowList, sk: record.id, ...record, ...marked(record.id, syncing) }),
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      };
      // An update, so that a promotion at the same time is not undone.
      const next = {
        Update: {
          TableName: table,
          Key: toItem({ pk: keys.flowList, sk: record.id }),
          UpdateExpression: `SET title = :title, latest = :next, updatedAt = :at, environments.sandbox = :next, ${setMark}`,
          ConditionExpression: 'latest = :latest',
          ExpressionAttributeValues: toItem({
            ':title': record.title,
            ':next': record.latest,
            ':at': record.updatedAt,
            ':latest': expectedLatest,
            ...markValues(record.id, syncing),
          }),
        },
      };
      try {
        await client.send(
          new TransactWriteItemsCommand({
            TransactItems: [
              { Put: { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' } },
              expectedLatest === 0 ? first : next,
            ],
          }),
        );
        return true;
      } catch (error) {
        const refused =
          error instanceof TransactionCanceledException &&
          error.CancellationReasons?.some(({ Code }) => Code === 'ConditionalCheckFailed');
        if (refused === true) return false;
        throw error;
      }
    },
    async pointEnvironment(flow, environment, version, syncing) {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: toItem({ pk: keys.flowList, sk: flow }),
          UpdateExpression: `SET environments.#environment = :version, ${setMark}`,
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#environment': environment },
          ExpressionAttributeValues: toItem({ ':version': version, ...markValues(flow, syncing) }),
        }),
      );
    },
    async markSyncing(flow, syncing) {
      await client.send(new UpdateItemCommand(markUpdate(table, flow, syncing)));
    },
    clearSyncing: (flow, mark) => whileMarked(flow, mark, 'REMOVE syncing, dueKey, dueSort'),
    postponeSyncing: (flow, mark, dueAt) =>
      whileMarked(flow, mark, 'SET syncing.dueAt = :dueAt, dueSort = :dueSort', {
        ':dueAt': dueAt,
        ':dueSort': `${dueAt}#${flow}`,
      }),
    async dueSyncing(now, limit) {
      const items = await queryAll(
        connection,
        {
          IndexName: 'byDue',
          KeyConditionExpression: 'dueKey = :due AND dueSort <= :now',
          ExpressionAttributeValues: { ':due': { S: keys.dueFlows }, ':now': { S: `${now}~` } },
        },
        limit,
      );
      return items.map((item) => readItem<FlowRecord>(item));
    },
    async setOff(flow, off) {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: toItem({ pk: keys.flowList, sk: flow }),
          UpdateExpression: off === undefined ? 'REMOVE #off' : 'SET #off = :off',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#off': 'off' },
          ...(off === undefined ? {} : { ExpressionAttributeValues: toItem({ ':off': off }) }),
        }),
      );
    },
    async lease(turn, flow, { holder, now, until }) {
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: toItem({ pk: keys.flow(flow), sk: keys.leases[turn], holder, until }),
            ConditionExpression: 'attribute_not_exists(pk) OR #until < :now',
            ExpressionAttributeNames: { '#until': 'until' },
            ExpressionAttributeValues: toItem({ ':now': now }),
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
    async release(turn, flow, holder) {
      try {
        await client.send(
          new DeleteItemCommand({
            TableName: table,
            Key: toItem({ pk: keys.flow(flow), sk: keys.leases[turn] }),
            ConditionExpression: 'holder = :holder',
            ExpressionAttributeValues: toItem({ ':holder': holder }),
          }),
        );
      } catch (error) {
        // It ran out, and somebody else has it now.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}
