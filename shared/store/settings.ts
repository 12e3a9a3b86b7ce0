import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { SettingsStore } from '../commands/ports.ts';
import { type Connection, fromItem, toItem } from './connection.ts';
import { keys } from './keys.ts';

/** What holds for the whole deployment: one item. */
export function createSettingsStore({ client, table }: Connection): SettingsStore {
  const Key = { pk: keys.settings, sk: keys.settings };
  return {
    async read() {
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: toItem(Key) }));
      if (Item === undefined) return {};
      const { pk: _pk, sk: _sk, ...settings } = fromItem<Record<string, never>>(Item);
      return settings;
    },
    async write(settings) {
      await client.send(new PutItemCommand({ TableName: table, Item: toItem({ ...Key, ...settings }) }));
    },
  };
}
