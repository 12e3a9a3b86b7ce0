import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { ulid } from 'ulid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Dynamodb, startDynoxide } from '../../../infra/local/dynamodb/start-dynoxide.ts';
import type { Summary } from '../../../shared/commands/ports.ts';
import { changeItems } from '../../../shared/store/change-items.ts';
import type { Connection } from '../../../shared/store/connection.ts';
import { shardOf } from '../../../shared/store/keys.ts';
import { listRuns } from '../../../shared/store/list-runs.ts';
import { countReads, type Reads } from '../../support/count-reads.ts';
import { createTable } from '../../support/create-table.ts';
import { ada } from '../../support/given.ts';

type Query = Parameters<typeof listRuns>[1];
type Filter = Omit<Query, 'limit' | 'cursor'>;

const day = 86_400_000;
const now = Date.parse('2026-03-20T15:00:00.000Z');
const text = (at: number) => new Date(at).toISOString();

/** An id for an instant that falls into a shard. */
function idIn(shard: number, at: number): string {
  for (;;) {
    const id = ulid(at);
    if (shardOf(id) === shard) return id;
  }
}

/** When the run at a place of the list below was started. */
function startOf(n: number, heavy: boolean): number {
  if (n % 50 === 49) return now - 190 * day - n * 3_600_000;
  if (n % 10 === 9) return now - 10 * day - (n % 7) * 11 * day - n;
  return now - 3_600_000 - n * (heavy ? 1_000 : 40_000);
}

/**
 * 1,000 runs of three flows, newest first. They fall into the shards unevenly: one holds 300 runs of a single hour, so that a page cuts
 * shards at different instants. A tenth lies weeks back, with empty days between, a fiftieth more than half a year.
 */
function makeRuns(): Summary[] {
  return Array.from({ length: 1_000 }, (_, n) => {
    const heavy = n % 10 < 3;
    const startedAt = startOf(n, heavy);
    return {
      id: idIn(heavy ? 3 : n % 8, startedAt),
      flow: ['pay', 'onboard', 'sweep'][n % 5 === 0 ? 1 : n % 97 === 1 ? 2 : 0] ?? '',
      title: n % 50 === 7 ? 'Pay the rare one' : 'Ordinary',
      version: 1,
      environment: n % 2 === 0 ? 'live' : 'sandbox',
      type: 'flow' as const,
      status: n % 40 === 3 ? ('awaiting_input' as const) : n % 9 === 0 ? ('failed' as const) : ('completed' as const),
      generation: 1,
      trigger: { type: n % 333 === 5 ? ('chat' as const) : ('api' as const), by: ada },
      startedAt: text(startedAt),
    };
  }).sort((a, b) => (a.id < b.id ? 1 : -1));
}

const runs = makeRuns();
let dynamodb: Dynamodb;
let connection: Connection;
let readsSince: () => Reads;
const folder = mkdtempSync(join(tmpdir(), 'sluice-list-'));

beforeAll(async () => {
  dynamodb = await startDynoxide(join(folder, 'table.sqlite'));
  const access = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const client = new DynamoDBClient({ ...access, endpoint: dynamodb.endpoint });
  connection = { client, s3: new S3Client(access), table: 'sluice', bucket: 'bucket' };
  await createTable(client, 'sluice');
  const writes = runs.flatMap((summary) => changeItems('sluice', { type: 'start', summary }));
  for (let from = 0; from < writes.length; from += 100)
    await client.send(new TransactWriteItemsCommand({ TransactItems: writes.slice(from, from + 100) }));
  readsSince = countReads(client);
});
afterAll(async () => {
  await dynamodb?.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => void readsSince());

const list = (query: Query) => listRuns(connection, query, text(now));

/** Every page of a listing, by its cursors, with what each read. */
async function pagesOf(filter: Filter, limit: number): Promise<{ ids: string[]; reads: Reads }[]> {
  const pages: { ids: string[]; reads: Reads }[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ ...filter, limit, ...(cursor === undefined ? {} : { cursor }) });
    pages.push({ ids: page.items.map(({ id }) => id), reads: readsSince() });
    if (page.cursor !== undefined && page.cursor >= (cursor ?? '~')) throw new Error('The cursor does not go down.');
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
}

const ids = (matching: (run: Summary) => boolean) => runs.filter(matching).map(({ id }) => id);
const between = (from: string, to: string) => (run: Summary) => run.startedAt >= from && run.startedAt <= to;
const from = text(now - 15 * day);
const to = text(now - 8 * 3_600_000);
const earlier = text(now - 200 * day);
const earliest = text(now - 290 * day);
const all = () => true;

describe('following the cursor', () => {
  const cases: [what: string, filter: Filter, matching: (run: Summary) => boolean][] = [
    ['all flows', {}, all],
    ['a flow', { flow: 'pay' }, ({ flow }) => flow === 'pay'],
    ['a flow with few runs', { flow: 'sweep' }, ({ flow }) => flow === 'sweep'],
    ['a flow that is not there', { flow: 'nothing' }, () => false],
    ['an open status', { status: 'awaiting_input' }, ({ status }) => status === 'awaiting_input'],
    ['a closed status', { status: 'failed' }, (run) => run.status === 'failed'],
    [
      'several open statuses',
      { status: ['awaiting_input', 'running'] },
      ({ status }) => status === 'awaiting_input' || status === 'running',
    ],
    [
      'open and closed statuses',
      { status: ['awaiting_input', 'failed'] },
      ({ status }) => status === 'awaiting_input' || status === 'failed',
    ],
    ['several flows', { flow: ['sweep', 'onboard'] }, ({ flow }) => flow !== 'pay'],
    [
      'a closed status of several flows',
      { flow: ['sweep', 'onboard'], status: ['failed'] },
      ({ flow, status }) => flow !== 'pay' && status === 'failed',
    ],
    ['an environment', { environment: 'live' }, (run) => run.environment === 'live'],
    ['a rare trigger', { trigger: 'chat' }, (run) => run.trigger.type === 'chat'],
    [
      'a rare trigger of a flow',
      { trigger: 'chat', flow: 'pay' },
      ({ trigger, flow }) => trigger.type === 'chat' && flow === 'pay',
    ],
    ['a type that no run has', { type: 'guide' }, () => false],
    ['a word of a title', { q: 'RARE' }, (run) => run.title.includes('rare')],
    ['a word of a flow', { q: 'rare', flow: 'pay' }, ({ title, flow }) => title.includes('rare') && flow === 'pay'],
    ['a word that is nowhere', { q: 'nowhere' }, () => false],
    ['a span of time', { from, to }, between(from, to)],
    ['a span of a flow', { from, to, flow: 'pay' }, (run) => between(from, to)(run) && run.flow === 'pay'],
    ['a span of long empty times', { from: earliest, to }, between(earliest, to)],
    ['an earlier time', { to: earlier }, ({ startedAt }) => startedAt <= earlier],
    [
      'an open status of a flow',
      { status: 'awaiting_input', flow: 'pay' },
      ({ status, flow }) => status === 'awaiting_input' && flow === 'pay',
    ],
  ];
  it.for(cases)(
    'yields each run of %s once, newest first, in pages that read at most 500 items',
    async ([, filter, matching]) => {
      const expected = ids(matching);
      for (const limit of [...(expected.length < 10 ? [1] : []), 9, 100]) {
        const pages = await pagesOf(filter, limit);
        expect(pages.flatMap((page) => page.ids)).toEqual(expected);
        expect(Math.max(...pages.map((page) => page.ids.length))).toBeLessThanOrEqual(limit);
        expect(Math.max(...pages.map((page) => page.reads.items))).toBeLessThanOrEqual(500);
      }
    },
  );
});

describe('a page', () => {
  it('of 50 reads in proportion to it, in few rounds over the shards', async () => {
    for (const filter of [{}, { flow: 'pay' }, { to }]) {
      await list({ ...filter, limit: 50 });
      const { items, requests } = readsSince();
      expect(items).toBeLessThanOrEqual(200);
      expect(requests).toBeLessThanOrEqual(24);
    }
  });

  it('deep in the list costs what the first does', async () => {
    const [after = ''] = ids(({ startedAt }) => startedAt < text(now - 60 * day));
    expect((await list({ limit: 5, cursor: after })).items).toHaveLength(5);
    expect(readsSince().requests).toBeLessThanOrEqual(24);
  });

  it('of a run that is named by its id, or the beginning of it, reads that run', async () => {
    for (const id of [runs[0]?.id ?? '', ids(({ startedAt }) => startedAt < earlier)[3] ?? ''])
      for (const q of [id, id.slice(0, 20).toLowerCase()]) {
        expect((await list({ q, limit: 50 })).items.map((row) => row.id)).toEqual([id]);
        expect(readsSince().items).toBe(1);
      }
  });

  it('after a cursor that is none, or in a span that is none, is no error', async () => {
    expect((await list({ limit: 5, cursor: '' })).items).toEqual([]);
    expect((await list({ limit: 5, cursor: 'no id' })).items.map(({ id }) => id)).toEqual(ids(all).slice(0, 5));
    expect(await list({ limit: 5, from: to, to: from })).toEqual({ items: [] });
    expect((await list({ limit: 5, flow: 'pay', from: '0001-01-01T00:00:00Z' })).items).toHaveLength(5);
  });
});
