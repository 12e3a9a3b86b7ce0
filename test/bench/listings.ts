import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';
import { type Dynamodb, startDynoxide } from '../../infra/local/dynamodb/start-dynoxide.ts';
import type { Ports } from '../../shared/commands/ports.ts';
import { readHealth } from '../../shared/commands/read-health.ts';
import { readStats } from '../../shared/commands/read-stats.ts';
import { startRun } from '../../shared/commands/start-run.ts';
import type { Reads } from '../support/count-reads.ts';
import { ada } from './finished-run.ts';
import { access, day, now, SeededTable } from './seeded-table.ts';

// `npm run bench:listings [-- runs]`: what each listing of the stores, and a start under a daily cap, reads and takes with many
// finished runs in the table, beside the same with 100. Both tables lie in one DynamoDB and are asked in turns, so that the noise of
// the machine is in both. Items and requests are exact; no test depends on the times.
const many = Number(process.argv[2] ?? 100_000);
const few = 100;
const repeats = 15;
const pageSize = 50;

const median = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
const rounded = (value: number) => (value < 10 ? value.toFixed(1) : String(Math.round(value)));
const page = { limit: pageSize };
const matches = () => true;

const list = ({ ports }: SeededTable, query: Omit<Parameters<Ports['runs']['list']>[0], 'limit'>) =>
  ports.runs.list({ ...query, ...page }, new Date(now).toISOString());
const ago = (days: number) => new Date(now - days * day).toISOString();
const span = { from: ago(61), to: ago(60) };
const begin = (flow: string) => (table: SeededTable) =>
  startRun(table.ports, {
    flow,
    environment: 'sandbox',
    params: {},
    mode: 'interactive',
    checkpoints: 'template',
    trigger: { type: 'api', by: ada },
  }).catch((error: { code?: string }) => {
    if (flow !== 'capped' || error.code !== 'daily-cap') throw error;
  });

const measured: [what: string, work: (table: SeededTable) => Promise<unknown>][] = [
  ['runs', (table) => list(table, {})],
  ['runs, after one of 45 days ago', (table) => list(table, { cursor: table.middle })],
  ['runs, of a day 60 days ago', (table) => list(table, span)],
  ['runs, to a day 60 days ago', (table) => list(table, { to: span.to })],
  ['runs that failed (1 in 50)', (table) => list(table, { status: 'failed' })],
  ['runs that wait for a person', (table) => list(table, { status: 'awaiting_input' })],
  ['runs in sandbox (1 in 10)', (table) => list(table, { environment: 'sandbox' })],
  ['runs from a chat (1 in 10,000)', (table) => list(table, { trigger: 'chat' })],
  ['runs of guides (none)', (table) => list(table, { type: 'guide' })],
  ['runs, q in no title', (table) => list(table, { q: 'nowhere' })],
  ['runs, q the id of one of 45 days ago', (table) => list(table, { q: table.middle })],
  ['runs of a flow', (table) => list(table, { flow: 'pay' })],
  ['runs of a flow, after one of 45 days ago', (table) => list(table, { flow: 'pay', cursor: table.middle })],
  ['runs of a flow, of a day 60 days ago', (table) => list(table, { flow: 'pay', ...span })],
  ['runs of a flow that wait for a person', (table) => list(table, { flow: 'onboard', status: 'awaiting_input' })],
  ['runs of a flow from a chat', (table) => list(table, { flow: 'pay', trigger: 'chat' })],
  ['runs of a flow, q in no title', (table) => list(table, { flow: 'pay', q: 'nowhere' })],
  ['runs of a flow without runs', (table) => list(table, { flow: 'capped' })],
  ['runs that are due', ({ ports }) => ports.runs.due(new Date(now).toISOString(), 200)],
  ['health of a flow', ({ ports }) => readHealth(ports, { flow: 'pay' })],
  ['statistics', ({ ports }) => readStats(ports, ada.email)],
  ['open checkpoints', ({ ports }) => ports.runs.checkpoints({ status: 'pending', matches, ...page })],
  ['decided checkpoints', ({ ports }) => ports.runs.checkpoints({ status: 'decided', matches, ...page })],
  ['inbox of a person', ({ ports }) => ports.runs.inbox(ada.email, page)],
  ['commits of a run', ({ ports, middle }) => ports.runs.commitsAfter(middle, '', 200)],
  ['lanes of a run', ({ ports, middle }) => ports.runs.readLanes(middle)],
  ['checkpoints of a run', ({ ports, middle }) => ports.runs.checkpointsOf(middle)],
  ['flows', ({ ports }) => ports.flows.flows()],
  ['deliveries of a flow', ({ ports }) => ports.triggers.deliveries('pay', page)],
  [
    'deliveries of a flow, from the middle',
    ({ ports, delivery }) => ports.triggers.deliveries('pay', { ...page, cursor: delivery }),
  ],
  ['schedules of a flow', ({ ports }) => ports.triggers.schedules('pay')],
  ['event rules of a flow', ({ ports }) => ports.triggers.eventRules('pay')],
  ['variables of an environment', ({ ports }) => ports.environments.variables('sandbox')],
  ['secrets of an environment', ({ ports }) => ports.environments.secretNames('sandbox')],
  ['start under two daily caps', begin('pay')],
  ['start refused by a daily cap', begin('capped')],
];

const columns = (cells: string[]) => cells.map((cell, n) => (n === 0 ? cell.padEnd(42) : cell.padStart(9))).join('');

const folder = mkdtempSync(join(tmpdir(), 'sluice-listings-'));
const s3Server = await startFauxqs({ port: 0, logger: false, init: { buckets: ['bucket'] } });
let dynamodb: Dynamodb | undefined;
try {
  dynamodb = await startDynoxide(join(folder, 'table.sqlite'));
  const { endpoint } = dynamodb;
  const s3 = new S3Client({ ...access, endpoint: s3Server.address, forcePathStyle: true });
  const tables = [few, many].map((runs) => new SeededTable(endpoint, s3, runs));
  for (const table of tables) {
    const { ms, requests } = await table.measure(() => table.seed());
    console.log(`${table.runs} finished runs written in ${rounded(ms / 1_000)} s, ${requests} requests`);
  }
  console.log(`\n${columns(['runs in the table', ...tables.flatMap(({ runs }) => ['', '', '', String(runs)])])}`);
  console.log(columns(['', ...tables.flatMap(() => ['items', 'requests', 'units', 'p50 ms']), 'ratio ms']));
  for (const [what, work] of measured) {
    const seen = tables.map((): (Reads & { ms: number })[] => []);
    for (let n = 0; n < repeats; n++)
      for (const [t, table] of tables.entries()) seen[t]?.push(await table.measure(work));
    const cells = seen.map((all) => {
      const { items, requests, units } = all.at(-1) ?? { items: 0, requests: 0, units: 0 };
      return { items, requests, units, ms: median(all.map(({ ms }) => ms)) };
    });
    const [before, after] = cells;
    console.log(
      columns([
        what,
        ...cells.flatMap(({ items, requests, units, ms }) => [
          String(items),
          String(requests),
          rounded(units),
          rounded(ms),
        ]),
        rounded((after?.ms ?? 0) / (before?.ms ?? 1)),
      ]),
    );
  }
} finally {
  await dynamodb?.stop();
  await s3Server.stop();
  rmSync(folder, { recursive: true, force: true });
}
