import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Settings, SettingsStore } from '../commands/ports.ts';
import { type Connection, readItem, toItem } from './connection.ts';
import { keys } from './keys.ts';

/** What holds for the whole deployment: one item. */
export function createSettingsStore({ client, table }: Connection): SettingsStore {
  const Key = { pk: keys.settings, sk: keys.settings };
  return {
    async read() {
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: toItem(Key) }));
      return Item === undefined ? {} : readItem<Settings>(Item);
    },
    async write(settings) {
      await client.send(new PutItemCommand({ TableName: table, Item: toItem({ ...Key, ...settings }) }));
    },
  };
}
