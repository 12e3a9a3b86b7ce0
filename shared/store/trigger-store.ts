import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DeliveryRecord, EventRule, ScheduleRecord, TriggerStore } from '../commands/trigger-ports.ts';
import { type Connection, type Item, readItem, toItem } from './connection.ts';
import { markUpdate } from './flow-store.ts';
import { keys, tableKeys } from './keys.ts';
import { newestBelow } from './newest-below.ts';
import { queryBelow } from './query.ts';

/** `<environment>.<trigger>`, with `<bus>/` before it unless it is the default bus, as in the ARNs of rules. */
const nameOf = ({ bus, environment, trigger }: EventRule): string =>
  `${bus === 'default' ? '' : `${bus}/`}${environment}.${trigger}`;

function ruleOf(name: string): EventRule {
  const [, bus, environment, trigger = ''] = /^(?:(deployment)\/)?(sandbox|live)\.(.+)$/.exec(name) ?? [];
  return {
    bus: bus === 'deployment' ? bus : 'default',
    environment: environment === 'live' ? environment : 'sandbox',
    trigger,
  };
}

const triggers = ['webhook', 'event'] as const;

function deliveryOf(trigger: DeliveryRecord['trigger'], item: Item): DeliveryRecord {
  const { delivery, ...row } = readItem<Record<string, unknown>>(item);
  const content = typeof delivery === 'string' ? (JSON.parse(delivery) as unknown) : delivery;
  const id = (item.sk?.S ?? '').slice(keys.deliveries[trigger].length);
  return { ...row, ...(content === undefined ? {} : { delivery: content }), id, trigger } as DeliveryRecord;
}

/** Whether a write was refused by its condition. */
const isRefused = (error: unknown): boolean =>
  error instanceof ConditionalCheckFailedException ||
  (error instanceof TransactionCanceledException &&
    error.CancellationReasons?.some(({ Code }) => Code === 'ConditionalCheckFailed') === true);

/** What triggers leave behind, in the partition of their flow: schedules, the names of rules, the log of deliveries. */
export function createTriggerStore(connection: Connection): TriggerStore {
  const { client, table } = connection;
  return {
    async schedules(flow) {
      const items = await queryBelow(connection, keys.flow(flow), keys.schedules);
      return items.map((item) => readItem<ScheduleRecord>(item));
    },
    async putSchedule(flow, record) {
      const names = Object.keys(record);
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: toItem({ pk: keys.flow(flow), sk: keys.schedule(record.id) }),
          UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
          ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: toItem(
            Object.fromEntries(Object.entries(record).map(([name, value]) => [`:${name}`, value])),
          ),
        }),
      );
    },
    async setPaused(flow, id, paused, syncing) {
      const Update = {
        TableName: table,
        Key: toItem({ pk: keys.flow(flow), sk: keys.schedule(id) }),
        UpdateExpression: paused === undefined ? 'REMOVE paused' : 'SET paused = :paused',
        ConditionExpression: 'attribute_exists(pk)',
        ...(paused === undefined ? {} : { ExpressionAttributeValues: toItem({ ':paused': paused }) }),
      };
      try {
        await client.send(
          new TransactWriteItemsCommand({
            TransactItems: [{ Update }, { Update: markUpdate(table, flow, syncing) }],
          }),
        );
        return true;
      } catch (error) {
        if (isRefused(error)) return false;
        throw error;
      }
    },
    async noteSchedule(flow, id, note) {
      const [name, value] = 'lastRun' in note ? ['lastRun', note.lastRun] : ['lastRefusal', note.lastRefusal];
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: toItem({ pk: keys.flow(flow), sk: keys.schedule(id) }),
          UpdateExpression: 'SET #name = :value',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#name': name },
          ExpressionAttributeValues: toItem({ ':value': value }),
        }),
      );
    },
    async removeSchedule(flow, id) {
      const Key = toItem({ pk: keys.flow(flow), sk: keys.schedule(id) });
      await client.send(new DeleteItemCommand({ TableName: table, Key }));
    },
    async eventRules(flow) {
      const items = await queryBelow(connection, keys.flow(flow), keys.eventRules);
      return items.map((item) => ruleOf((item.sk?.S ?? '').slice(keys.eventRules.length)));
    },
    async noteEventRule(flow, rule) {
      const Item = toItem({ pk: keys.flow(flow), sk: keys.eventRule(nameOf(rule)) });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
    async removeEventRule(flow, rule) {
      const Key = toItem({ pk: keys.flow(flow), sk: keys.eventRule(nameOf(rule)) });
      await client.send(new DeleteItemCommand({ TableName: table, Key }));
    },
    async logDelivery(flow, record, { expiresAt, once }) {
      // Without `id`, which would put the row into the index of commits: it is the sort key.
      const { id, trigger, delivery, ...row } = record;
      const [pk, ttl] = [keys.flow(flow), expiresAt];
      // As text: an event may nest deeper than an item of the table, and have numbers that are none there.
      const content = trigger === 'event' && delivery !== undefined ? JSON.stringify(delivery) : delivery;
      const put = (Item: Record<string, unknown>) => ({
        TableName: table,
        Item: toItem({ ...Item, [tableKeys.ttl]: ttl }),
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      const entry = put({ pk, sk: keys.delivery(trigger, id), ...row, delivery: content });
      try {
        if (once === undefined || record.outcome === 'accepted') await client.send(new PutItemCommand(entry));
        else {
          const claim = put({ pk: keys.idempotency(`delivery:${flow}`, once), sk: 'KEY' });
          await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: claim }, { Put: entry }] }));
        }
      } catch (error) {
        if (!isRefused(error)) throw error;
      }
    },
    async delivery(flow, id) {
      for (const trigger of triggers) {
        const Key = toItem({ pk: keys.flow(flow), sk: keys.delivery(trigger, id) });
        const { Item } = await client.send(new GetItemCommand({ TableName: table, Key }));
        if (Item !== undefined) return deliveryOf(trigger, Item);
      }
      return undefined;
    },
    async deliveries(flow, { trigger: only, ...page }) {
      const pages = await Promise.all(
        triggers
          .filter((trigger) => only === undefined || trigger === only)
          .map((trigger) =>
            newestBelow(connection, { partition: keys.flow(flow), prefix: keys.deliveries[trigger] }, page, (item) =>
              deliveryOf(trigger, item),
            ),
          ),
      );
      const found = pages.flatMap(({ items }) => items).sort((a, b) => (a.id < b.id ? 1 : -1));
      const items = found.slice(0, page.limit);
      const last = items.length < page.limit ? undefined : items.at(-1);
      return last === undefined ? { items } : { items, cursor: last.id };
    },
  };
}
