import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server as HttpServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Client } from '../support/client.ts';
import { portOf } from '../support/port-of.ts';
import { Server } from '../support/server.ts';
import { until } from '../support/until.ts';

/** Runs that are started, and times that everything is killed meanwhile; `SLUICE_LIMIT_RUNS=500 SLUICE_LIMIT_KILLS=10` for the long proof. */
const runs = Number(process.env.SLUICE_LIMIT_RUNS ?? 40);
const kills = Number(process.env.SLUICE_LIMIT_KILLS ?? 2);
const limit = 2;

interface Commit {
  id: string;
  at: string;
  events: { type: string }[];
}

let dataDir: string;
let server: Server | undefined;
let works: HttpServer;
/** Runs whose work is being done at this moment, and the most there ever were. */
const atWork = new Map<string, number>();
let mostAtWork = 0;
/** Keys of the requests that were answered, by run. */
const answered = new Map<string, string[]>();

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-limits-'));
  works = createServer(async (request, response) => {
    const run = new URL(request.url ?? '/', 'http://works').searchParams.get('run') ?? '';
    atWork.set(run, (atWork.get(run) ?? 0) + 1);
    mostAtWork = Math.max(mostAtWork, atWork.size);
    // Long enough that two at the same time meet here; not a wait for anything.
    await setTimeout(20);
    const left = (atWork.get(run) ?? 1) - 1;
    if (left === 0) atWork.delete(run);
    else atWork.set(run, left);
    answered.set(run, [...(answered.get(run) ?? []), String(request.headers['idempotency-key'])]);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => works.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await server?.kill();
  works.closeAllConnections();
  works.close();
  await rm(dataDir, { recursive: true, force: true });
});

it(`limit ${limit}, ${runs} starts, ${kills} kill -9: never more at work, all end, in order`, async () => {
  const host = `127.0.0.1:${portOf(works)}`;
  const start = (port = 0) => Server.start(dataDir, port, { SLUICE_HTTP_ALLOW: host });
  server = await start();
  const { port } = server;
  let client = new Client(server.url);
  await client.publish(`flow: limited
limits: { concurrency: ${limit} }
steps:
  - { id: work, timeout: 2s, http: { method: POST, url: "http://${host}/work?run={{ run.id }}" } }
  - { id: gate, wait: 1ms }
  - { id: more, timeout: 2s, http: { method: POST, url: "http://${host}/work?run={{ run.id }}" } }
`);
  const ids: string[] = [];
  for (let n = 0; n < runs; n++) ids.push(await client.start('limited', {}));

  const ended = async () => {
    let count = 0;
    let cursor: string | undefined;
    do {
      const page = await client.call<{ items: { status: string }[]; cursor?: string }>(
        'GET',
        `/v1/runs?flow=limited&status=completed&limit=100${cursor === undefined ? '' : `&cursor=${cursor}`}`,
      );
      count += page.body.items.length;
      cursor = page.body.cursor;
    } while (cursor !== undefined);
    return count;
  };
  // Killed at random places: after a random number of further answers of the service.
  for (let kill = 1; kill <= kills; kill++) {
    const doneBefore = answered.size;
    const further = Math.floor((Math.random() * runs) / (kills + 1));
    await until(
      `${further} more runs at work`,
      async () => answered.size >= Math.min(runs, doneBefore + further),
      120_000,
    );
    await server.kill();
    server = await start(port);
    client = new Client(server.url);
  }
  let before = -1;
  let still = 0;
  await until(
    'all to have ended',
    async () => {
      const now = await ended();
      // Whatever a kill left behind is waited for by the clock: deadlines of steps, looks of the reconciler.
      // Only when nothing moves: an invocation keeps the clock that it began with, and ids that it makes after others lie before theirs.
      still = now === before && atWork.size === 0 ? still + 1 : 0;
      if (still >= 8) await client.call('POST', '/_local/clock', { as: 'nobody', body: { advance: '130s' } });
      before = now;
      await setTimeout(250);
      return now === runs;
    },
    600_000,
  );
  expect(mostAtWork).toBe(limit);

  // What the log says: a slot for each, taken in the order of the starts, never more than the limit at the same time.
  const spans = await Promise.all(
    ids.map(async (id) => {
      const { items } = (await client.call<{ items: Commit[] }>('GET', `/v1/runs/${id}/events`)).body;
      const commits = (type: string) => items.filter(({ events }) => events.some((event) => event.type === type));
      expect(commits('SlotTaken')).toHaveLength(1);
      expect(commits('RunClosed')).toHaveLength(1);
      return { id, from: commits('SlotTaken')[0]?.id ?? '', to: commits('RunClosed')[0]?.id ?? '' };
    }),
  );
  const inOrder = spans.toSorted((a, b) => (a.from < b.from ? -1 : 1)).map(({ id }) => id);
  expect(inOrder).toEqual(ids);
  for (const { from } of spans) {
    const meanwhile = spans.filter((other) => other.from <= from && from < other.to);
    expect(meanwhile.length, JSON.stringify(meanwhile)).toBeLessThanOrEqual(limit);
  }
  // A step that was answered and recorded is not done again; one whose answer a kill lost keeps its key.
  for (const id of ids) expect(new Set(answered.get(id))).toEqual(new Set([`${id}/work/1`, `${id}/more/1`]));
}, 900_000);
