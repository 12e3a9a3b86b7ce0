import { setTimeout } from 'node:timers/promises';
import {
  ConditionalCheckFailedException,
  PutItemCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { Change, CheckpointRecord, Written } from '../commands/ports.ts';
import type { Commit, Payloads } from '../run/events.ts';
import { changeItems, inboxRows } from './change-items.ts';
import { type Connection, fromItem, type Item, readItem, toItem } from './connection.ts';
import { keys } from './keys.ts';
import { storePayloads } from './payloads.ts';

/** A commit as it lies in the table. */
export interface CommitItem extends Commit {
  pk: string;
  sk: string;
  payloads: Payloads;
}

const isOwn = (item: Item | undefined, commit: Commit) =>
  item !== undefined && fromItem<CommitItem>(item).writer === commit.writer;

/** What a refused transaction says: the first condition that failed and the item that was there. */
function refusalOf(
  reasons: { Code?: string | undefined; Item?: Item | undefined }[],
  changes: Change[],
  commit: Commit,
): Written {
  const [own, ...rest] = reasons;
  if (isOwn(own?.Item, commit)) return { ok: true };
  const capOf = (index: number) => changes.filter((each) => each.type === 'cap')[index];
  const kinds = changes.flatMap((change) =>
    change.type === 'start'
      ? ['start', ...(change.key === undefined ? [] : ['key'])]
      : change.type === 'open' || change.type === 'decide'
        ? [change.type, ...inboxRows(change.checkpoint).map(() => 'inbox')]
        : [change.type],
  );
  for (const [index, reason] of rest.entries()) {
    if (reason.Code !== 'ConditionalCheckFailed') continue;
    if (kinds[index] === 'key' && reason.Item !== undefined) {
      const { run, bodyHash } = fromItem<{ run: string; bodyHash: string }>(reason.Item);
      return { ok: false, because: 'key', run, bodyHash };
    }
    if (kinds[index] === 'cap') {
      const cap = capOf(kinds.slice(0, index).filter((kind) => kind === 'cap').length);
      if (cap !== undefined) return { ok: false, because: 'cap', cap };
    }
    if (kinds[index]?.endsWith('-slot') === true) return { ok: false, because: 'slot' };
    if (kinds[index] === 'decide' || kinds[index] === 'open')
      return {
        ok: false,
        because: 'checkpoint',
        ...(reason.Item === undefined ? {} : { checkpoint: readItem<CheckpointRecord>(reason.Item) }),
      };
  }
  return { ok: false, because: 'lane' };
}

/** Errors of a transaction that another one, running at the same time, caused: nothing was written, and it may be sent again. */
const passing = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** Times that a transaction is sent, and milliseconds by which each pause between them may be longer. */
const mostAttempts = 8;
const pauseMs = 20;

/**
 * Writes one commit on the condition that its key does not exist, and, when it has changes, in one transaction with them. A refused
 * write whose place holds one's own `writer` is the answer that got lost, hence a success (DESIGN §5). The commit's id is the
 * transaction's client token, so that a repeated request is one transaction.
 */
export async function writeCommit(
  connection: Connection,
  write: { commit: Commit; payloads: Payloads; changes?: Change[] },
): Promise<Written> {
  const { client, table } = connection;
  const { commit, changes = [] } = write;
  const payloads = await storePayloads(connection, commit.run, write.payloads);
  const item: CommitItem = { pk: keys.run(commit.run), sk: keys.commit(commit.lane, commit.seq), ...commit, payloads };
  const put = {
    TableName: table,
    Item: toItem({ ...item }),
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
  if (changes.length === 0) {
    try {
      await client.send(new PutItemCommand(put));
      return { ok: true };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return isOwn(error.Item, commit) ? { ok: true } : { ok: false, because: 'lane' };
    }
  }
  const items: TransactWriteItem[] = [{ Put: put }, ...changes.flatMap((change) => changeItems(table, change))];
  for (let attempt = 1; ; attempt++) {
    try {
      await client.send(
        new TransactWriteItemsCommand({ TransactItems: items, ClientRequestToken: `${commit.id}${attempt}` }),
      );
      return { ok: true };
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return refusalOf(reasons, changes, commit);
      if (attempt >= mostAttempts || !reasons.some(({ Code }) => passing.has(Code ?? ''))) throw error;
      await setTimeout(Math.random() * attempt * pauseMs);
    }
  }
}
