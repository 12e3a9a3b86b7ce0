import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Client } from '../support/client.ts';
import { startTestCloud, type TestCloud } from '../support/cloud.ts';
import { DemoService } from '../support/demo-service.ts';

const token = 'crm-token-5d41402abc4b2a76';
const path = '/v1/environments/sandbox/connections';

/** Every file below a folder, but the one that the parameter store itself keeps. */
function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(file);
    else if (entry.name !== 'parameters.json') yield file;
  }
}

describe('a connection', () => {
  let cloud: TestCloud;
  let client: Client;
  let crm: DemoService;
  let other: DemoService;
  beforeAll(async () => {
    [crm, other] = await Promise.all([DemoService.start(), DemoService.start()]);
    vi.stubEnv('SLUICE_HTTP_ALLOW', `${crm.host},${other.host}`);
    cloud = await startTestCloud({ samples: false });
    client = new Client(cloud.url);
    await client.publish(`flow: contacts
params: { type: object, required: [id], properties: { id: { type: string } } }
steps:
  - id: find
    http: { connection: crm, url: "/contacts/{{ params.id }}", headers: { x-run: "{{ run.id }}" } }
  - id: note
    http:
      method: POST
      connection: crm
      url: /notes
      query: { status: 307, location: "${other.url}/notes" }
      body: { about: "{{ params.id }}" }
`);
  });
  afterAll(async () => {
    await cloud?.close();
    crm?.stop();
    other?.stop();
    vi.unstubAllEnvs();
  });
  const put = (body: object, as: 'admin' | 'operator' = 'admin', name = 'crm') =>
    client.call<{ detail: string; errors: { path: string }[] }>('PUT', `${path}/${name}`, { body, as });
  const start = () =>
    client.call<{ detail: string }>('POST', '/v1/flows/contacts/runs', { body: { params: { id: 'C-1' } } });
  const headers = {
    authorization: 'Bearer {{ secrets.CRM_TOKEN }}',
    'X-Crm-Tenant': '{{ secrets.CRM_TOKEN }}',
    accept: 'application/json',
  };

  it('must be there before a run that calls it starts, with its secrets', async () => {
    await put({ url: `${crm.url}/v2` }, 'admin', 'crn');
    const missing = await start();
    expect(missing).toMatchObject({ status: 409, body: { code: 'connection-missing', missing: ['crm'] } });
    expect(missing.body.detail).toContain('Did you mean "crn"? Set it: PUT /v1/environments/sandbox/connections/crm');
    expect((await client.call('DELETE', `${path}/crn`, { as: 'operator' })).status).toBe(403);
    expect((await client.call('DELETE', `${path}/crn`)).status).toBe(200);
    expect((await put({ url: `${crm.url}/v2`, headers })).status).toBe(200);
    expect(await start()).toMatchObject({ status: 409, body: { code: 'secret-missing', missing: ['CRM_TOKEN'] } });
    expect((await client.call<{ items: object[] }>('GET', '/v1/runs')).body.items).toEqual([]);
  });

  it('is set by those who may change settings; what is wrong with it is said at once, without its values', async () => {
    expect((await put({ url: crm.url }, 'operator')).status).toBe(403);
    const wrong = await put({
      url: 'http://ada:hush-hush@crm.example.com',
      headers: { authorization: 'Bearer hush-hush', 'x-a': '{{ env.A }}' },
    });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'invalid-connection' } });
    expect(wrong.body.errors.map((each) => each.path)).toEqual(['url', 'headers.authorization', 'headers.x-a']);
    expect(JSON.stringify(wrong.body)).not.toContain('hush-hush');
    expect((await put({ url: 'http://crm.example.com' })).body.detail).toContain('HttpAllow');
    expect((await put({ url: crm.url }, 'admin', 'CRM')).status).toBe(400);
    expect(
      (await client.call('PUT', '/v1/environments/sandbx/connections/crm', { body: { url: crm.url } })).status,
    ).toBe(404);
    const listed = await client.call('GET', path, { as: 'viewer' });
    expect(listed.body).toMatchObject({
      items: [
        {
          name: 'crm',
          url: `${crm.url}/v2`,
          headers: { authorization: headers.authorization, 'x-crm-tenant': '{{ secrets.CRM_TOKEN }}' },
          setBy: { name: 'Ada Admin' },
        },
      ],
    });
    expect((await client.call('GET', '/v1/environments/live/connections')).body).toEqual({ items: [] });
  });

  it('brings its headers to its service, not to where that redirects, and into no record', async () => {
    await client.call('PUT', '/v1/environments/sandbox/secrets/CRM_TOKEN', { body: { value: token } });
    const run = await client.start('contacts', { id: 'C-1' });
    await client.reaches(run, 'completed');
    expect(
      crm.received.map(({ method, path: at, headers: sent }) => [method, at, sent.authorization, sent['x-crm-tenant']]),
    ).toEqual([
      ['GET', '/v2/contacts/C-1', `Bearer ${token}`, token],
      ['POST', '/v2/notes', `Bearer ${token}`, token],
    ]);
    expect(crm.received[0]?.headers).toMatchObject({ accept: 'application/json', 'x-run': run });
    const [redirected] = other.at('/notes');
    expect(redirected).toMatchObject({ method: 'POST', body: '{"about":"C-1"}' });
    expect(JSON.stringify(redirected?.headers)).not.toContain(token);
    const step = await client.call<{ input: object }>('GET', `/v1/runs/${run}/steps/find`);
    expect(step.body.input).toEqual({
      connection: 'crm',
      method: 'GET',
      url: `${crm.url}/v2/contacts/C-1`,
      headers: { accept: 'application/json', 'x-run': run },
      query: {},
    });
    const traces = [token, Buffer.from(token).toString('base64').slice(0, 24)];
    let read = 0;
    for (const file of filesIn(cloud.dataDir)) {
      const bytes = readFileSync(file).toString('latin1');
      read += bytes.length;
      for (const trace of traces) expect({ file, found: bytes.includes(trace) }).toEqual({ file, found: false });
    }
    expect(read).toBeGreaterThan(10_000);
  });

  it('is part of what a version is: a step that goes through another connection has changed', async () => {
    const flow = (connection: string) =>
      `flow: moves\nsteps:\n  - { id: a, http: { connection: ${connection}, url: /x } }\n`;
    await client.publish(flow('crm'));
    await client.publish(flow('crm-two'));
    const compared = await client.call('GET', '/v1/flows/moves/compare?from=1&to=2');
    expect(compared.body).toMatchObject({
      steps: { added: [], removed: [], changed: [{ id: 'a', fields: ['http'] }] },
    });
    const schema = await client.call('GET', '/v1/flow.schema.json', { as: 'nobody' });
    expect(JSON.stringify(schema.body)).toContain('Name of a connection of the environment');
  });
});
