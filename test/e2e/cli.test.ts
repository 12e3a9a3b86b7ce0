import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client } from '../support/client.ts';
import { startTestCloud, type TestCloud } from '../support/cloud.ts';

const params = '{"recipient":"a@example.com","amount":1,"contract":"C"}';
const program = fileURLToPath(new URL('../../functions/cli/program.ts', import.meta.url));
let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(async () => cloud?.close());

const sluice = (...words: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(
      process.execPath,
      [program, ...words],
      { env: { ...process.env, SLUICE_URL: cloud.url } },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });

it('publishes, starts, shows, approves, and says by its exit code how it went', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-cli-'));
  const good = join(folder, 'hello.yaml');
  writeFileSync(good, 'flow: hello\nsteps:\n  - { id: greet, transform: "{{ \'Hello\' }}" }\n');
  expect(await sluice('publish', good)).toMatchObject({
    code: 0,
    out: expect.stringContaining('hello version 1: 1 transitions a run'),
  });
  const bad = join(folder, 'bad.yaml');
  writeFileSync(bad, 'flow: bad\nsteps:\n  - { id: a, needs: [b], transform: 1 }\n');
  expect(await sluice('publish', bad)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/bad\.yaml:3:22 error unknown-step[\s\S]*\^/),
  });
  const watched = await sluice('run', 'hello', '--watch');
  expect(watched).toMatchObject({ code: 0, out: expect.stringMatching(/✓ greet +complete: Hello\ncompleted/) });

  const asked = await sluice('run', 'pay-contractor', '--watch', '--params', params);
  expect(asked).toMatchObject({ code: 1, out: expect.stringMatching(/sluice approve \S+[\s\S]*\nawaiting_input\n$/) });

  const started = JSON.parse((await sluice('--json', 'run', 'pay-contractor', '--params', params)).out) as {
    id: string;
  };
  await new Client(cloud.url).reaches(started.id, 'awaiting_input');
  expect((await sluice('show', started.id)).out).toContain('‖ Pay 1 to a@example.com?');
  expect(await sluice('approve', started.id)).toMatchObject({
    code: 0,
    out: expect.stringContaining('Approved: Pay 1'),
  });
  expect(await sluice('approve', started.id)).toMatchObject({ code: 4 });
  expect((await sluice('runs', '--flow', 'pay-contractor')).out).toContain(started.id);
  expect(await sluice('run', 'nothing')).toMatchObject({
    code: 3,
    err: expect.stringContaining('There is no flow "nothing"'),
  });
  expect(await sluice('--user', 'viewer', 'run', 'hello')).toMatchObject({ code: 4 });
  expect(await sluice('frobnicate')).toMatchObject({ code: 2 });
});
