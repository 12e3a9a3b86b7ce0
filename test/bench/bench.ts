import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '../support/client.ts';
import { Server } from '../support/server.ts';

// `npm run bench [-- runs]`: the local server at work, measured from outside over HTTP. The machine's own noise is in the figures:
// compare rows of one run, not runs of two days. No test depends on it.
const runs = Number(process.argv[2] ?? 200);
const inFlight = 20;

const steps = (gate: string) => `params:
  type: object
  required: [key, amount, email]
  properties: { key: { type: string }, amount: { type: number }, email: { type: string } }
steps:
  - { id: s1, transform: { key: "{{ params.key }}" } }
  - { id: s2, transform: { net: "{{ params.amount * 0.97 }}" } }
  - { id: s3, transform: { mail: "{{ $lowercase($trim(params.email)) }}" } }
  - { id: s4, http: { url: "{{ env.CONTRACTS_URL }}/contracts/{{ steps.s1.output.key }}" } }
${gate}  - { id: s5, transform: { done: "{{ steps.s4.output.status }}" } }
`;
const flow5 = `flow: flow5\n${steps('')}`;
const approval5 = `flow: approval5\n${steps('  - { id: ask, approve: { to: a@example.com, message: "Well?", expires: 1d } }\n')}`;

const round = (value: number) => Math.round(value * 10) / 10;
const at = (sorted: number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
function spread(times: number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  return `p50 ${round(at(sorted, 0.5) ?? 0)} ms, p95 ${round(at(sorted, 0.95) ?? 0)} ms`;
}
async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
/** Does work a number of times, some of it at once; answers the time of each. */
async function together(times: number, work: (index: number) => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  let next = 0;
  const one = async () => {
    while (next < times) {
      const index = next++;
      taken.push(await timed(() => work(index)));
    }
  };
  await Promise.all(Array.from({ length: inFlight }, one));
  return taken;
}
const row = (what: string, figure: string) => console.log(`${what.padEnd(62)} ${figure}`);

const dataDir = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
let server: Server | undefined;
try {
  const cold = await timed(async () => {
    server = await Server.start(dataDir);
  });
  if (server === undefined) throw new Error('The server did not start.');
  row('first start to the ready line', `${round(cold / 1000)} s`);
  const client = new Client(server.url);
  await client.publish(flow5);
  await client.publish(approval5);
  const start = (flow: string, index: number) =>
    client.start(flow, { key: `k${index}`, amount: 100, email: ' Ada@Example.com' });
  const toEnd = async (flow: string, index: number) => client.reaches(await start(flow, index), 'completed');
  for (let index = 0; index < 20; index++) await toEnd('flow5', index);

  const single: number[] = [];
  for (let index = 0; index < runs / 4; index++) single.push(await timed(() => toEnd('flow5', index)));
  row('five steps, one run at a time: start to completed', spread(single));
  let all: number[] = [];
  const took = await timed(async () => {
    all = await together(runs, (index) => toEnd('flow5', index));
  });
  row(`five steps, ${inFlight} in flight: completed runs`, `${round(runs / (took / 1000))} a second; ${spread(all)}`);

  const waiting: string[] = [];
  await together(runs / 4, async (index) => {
    const id = await start('approval5', index);
    await client.reaches(id, 'awaiting_input');
    waiting.push(id);
  });
  const decided: number[] = [];
  for (const id of waiting)
    decided.push(
      await timed(async () => {
        const [open] = (await client.run(id)).checkpoints;
        await client.call('POST', `/v1/checkpoints/${open?.id}/decision`, { body: { action: 'approve' } });
        await client.reaches(id, 'completed');
      }),
    );
  row('a decision to completed', spread(decided));
  const listed: number[] = [];
  for (let index = 0; index < 50; index++) listed.push(await timed(() => client.call('GET', '/v1/runs?limit=20')));
  row('the first page of runs', spread(listed));
  const port = server.port;
  await server.kill();
  const again = await timed(async () => {
    server = await Server.start(dataDir, port);
  });
  row('start after kill -9 to the ready line', `${round(again / 1000)} s`);
} finally {
  await server?.kill();
  rmSync(dataDir, { recursive: true, force: true });
}
