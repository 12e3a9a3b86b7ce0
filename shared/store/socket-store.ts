import { ConditionalCheckFailedException, DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { SocketStore } from '../commands/socket-ports.ts';
import { fromItem, type TableConnection, toItem } from './connection.ts';
import { keys, tableKeys } from './keys.ts';
import { queryBelow } from './query.ts';

/** What lies at a connection: the topics whose rows name it. */
interface SocketItem {
  topics: string[];
}

/** Subscriptions of the WebSocket API: one row per connection, and one per topic and connection. All of them end with the token. */
export function createSocketStore(connection: TableConnection): SocketStore {
  const { client, table } = connection;
  const rowOf = (socket: string) => ({ pk: keys.socket(socket), sk: keys.subscription });
  const topicRow = (topic: string, socket: string) => ({ pk: keys.topic(topic), sk: keys.socket(socket) });
  const leave = (socket: string, topics: readonly string[]) =>
    Promise.all(
      topics.map((topic) =>
        client.send(new DeleteItemCommand({ TableName: table, Key: toItem(topicRow(topic, socket)) })),
      ),
    );
  return {
    async subscribe({ connection: socket, runs, at, expiresAt }) {
      const topics = runs === 'all' ? ['all'] : [...new Set(runs)];
      const ttl = { [tableKeys.ttl]: expiresAt };
      let before: SocketItem = { topics: [] };
      try {
        // Messages of one connection may be handled side by side and in any order (API Gateway invokes a function for each).
        const { Attributes } = await client.send(
          new PutItemCommand({
            TableName: table,
            Item: toItem({ ...rowOf(socket), topics, at, ...ttl }),
            ConditionExpression: 'attribute_not_exists(pk) OR #at <= :at',
            ExpressionAttributeNames: { '#at': 'at' },
            ExpressionAttributeValues: toItem({ ':at': at }),
            ReturnValues: 'ALL_OLD',
          }),
        );
        if (Attributes !== undefined) before = fromItem<SocketItem>(Attributes);
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return;
        throw error;
      }
      await Promise.all(
        topics.map((topic) =>
          client.send(new PutItemCommand({ TableName: table, Item: toItem({ ...topicRow(topic, socket), ...ttl }) })),
        ),
      );
      await leave(
        socket,
        before.topics.filter((topic) => !topics.includes(topic)),
      );
    },
    async followers(topic, now) {
      const items = await queryBelow(connection, keys.topic(topic), keys.sockets);
      return items.flatMap((item) => {
        const { sk, ttl } = fromItem<{ sk: string; ttl: number }>(item);
        return ttl * 1000 > now ? [sk.slice(keys.sockets.length)] : [];
      });
    },
    async remove(socket, found = []) {
      const { Attributes } = await client.send(
        new DeleteItemCommand({ TableName: table, Key: toItem(rowOf(socket)), ReturnValues: 'ALL_OLD' }),
      );
      const { topics } = Attributes === undefined ? { topics: [] } : fromItem<SocketItem>(Attributes);
      await leave(socket, [...new Set([...topics, ...found])]);
    },
  };
}
