import { DeleteItemCommand, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { DeliveryRecord, ScheduleRecord, TriggerStore } from '../commands/trigger-ports.ts';
import { type Connection, readItem, toItem } from './connection.ts';
import { keys, tableKeys } from './keys.ts';
import { newestBelow } from './newest-below.ts';
import { queryBelow } from './query.ts';

/** What triggers leave behind, in the partition of their flow: schedules, the names of rules, the log of deliveries. */
export function createTriggerStore(connection: Connection): TriggerStore {
  const { client, table } = connection;
  return {
    async schedules(flow) {
      const items = await queryBelow(connection, keys.flow(flow), keys.schedules);
      return items.map((item) => readItem<ScheduleRecord>(item));
    },
    async putSchedule(flow, record) {
      const Item = toItem({ pk: keys.flow(flow), sk: keys.schedule(record.id), ...record });
      await client.send(new PutItemCommand({ TableName: table, Item }));
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
      return items.map((item) => (item.sk?.S ?? '').slice(keys.eventRules.length));
    },
    async noteEventRule(flow, name) {
      const Item = toItem({ pk: keys.flow(flow), sk: keys.eventRule(name) });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
    async removeEventRule(flow, name) {
      const Key = toItem({ pk: keys.flow(flow), sk: keys.eventRule(name) });
      await client.send(new DeleteItemCommand({ TableName: table, Key }));
    },
    async logDelivery(flow, record, expiresAt) {
      // Without `id`, which would put the row into the index of commits: it is the sort key.
      const { id, ...row } = record;
      const Item = toItem({ pk: keys.flow(flow), sk: keys.delivery(id), ...row, [tableKeys.ttl]: expiresAt });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
    async delivery(flow, id) {
      const Key = toItem({ pk: keys.flow(flow), sk: keys.delivery(id) });
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key }));
      return Item === undefined ? undefined : { ...readItem<DeliveryRecord>(Item), id };
    },
    deliveries: (flow, page) =>
      newestBelow(connection, { partition: keys.flow(flow), prefix: keys.deliveries }, page, (item, id) => ({
        ...readItem<DeliveryRecord>(item),
        id,
      })),
  };
}
