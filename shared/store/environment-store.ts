import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { ConnectionRecord, EnvironmentStore, SecretMark } from '../commands/environment-ports.ts';
import { type Connection, fromItem, readItem, toItem } from './connection.ts';
import { keys } from './keys.ts';
import { queryBelow } from './query.ts';

/** What environments hold, in the partition of each: variables, connections, and which secrets there are. */
export function createEnvironmentStore(connection: Connection): EnvironmentStore {
  const { client, table } = connection;
  return {
    async variables(environment) {
      const items = await queryBelow(connection, keys.environment(environment), keys.variables);
      return Object.fromEntries(
        items.map((item) => fromItem<{ name: string; value: string }>(item)).map(({ name, value }) => [name, value]),
      );
    },
    async setVariable(environment, name, value) {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: toItem({ pk: keys.environment(environment), sk: keys.variable(name), name, value }),
        }),
      );
    },
    async secretNames(environment) {
      const items = await queryBelow(connection, keys.environment(environment), keys.secrets);
      return items.map((item) => readItem<SecretMark>(item));
    },
    async markSecret(environment, mark) {
      const Item = toItem({ pk: keys.environment(environment), sk: keys.secret(mark.name), ...mark });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
    async unmarkSecret(environment, name) {
      const Key = toItem({ pk: keys.environment(environment), sk: keys.secret(name) });
      await client.send(new DeleteItemCommand({ TableName: table, Key }));
    },
    async connections(environment) {
      const items = await queryBelow(connection, keys.environment(environment), keys.connections);
      return items.map((item) => readItem<ConnectionRecord>(item));
    },
    async connection(environment, name) {
      const Key = toItem({ pk: keys.environment(environment), sk: keys.connection(name) });
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
      return Item === undefined ? undefined : readItem<ConnectionRecord>(Item);
    },
    async setConnection(environment, record) {
      const Item = toItem({ pk: keys.environment(environment), sk: keys.connection(record.name), ...record });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
    async removeConnection(environment, name) {
      const Key = toItem({ pk: keys.environment(environment), sk: keys.connection(name) });
      await client.send(new DeleteItemCommand({ TableName: table, Key }));
    },
  };
}
