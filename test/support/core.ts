import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { startFauxqs } from 'fauxqs';
import { monotonicFactory } from 'ulid';
import { MovableClock } from '../../infra/local/clock/movable-clock.ts';
import { startDynoxide } from '../../infra/local/dynamodb/start-dynoxide.ts';
import { listenOn } from '../../infra/local/listen.ts';
import { createStates } from '../../infra/local/states/create-states.ts';
import type { LambdaAnswer } from '../../infra/local/states/ports.ts';
import { serveStates } from '../../infra/local/states/serve-states.ts';
import { createEngine, createMachines } from '../../shared/aws/step-functions.ts';
import { admitRuns } from '../../shared/commands/admit-runs.ts';
import type { SecretValues } from '../../shared/commands/environment-ports.ts';
import { openCheckpoint } from '../../shared/commands/open-checkpoint.ts';
import { type Machines, publishFlow } from '../../shared/commands/publish-flow.ts';
import { runUnit } from '../../shared/commands/run-unit.ts';
import { startRun } from '../../shared/commands/start-run.ts';
import type { WorkerPorts } from '../../shared/commands/unit-run.ts';
import type { Actor, Json } from '../../shared/run/events.ts';
import { foldRun } from '../../shared/run/fold.ts';
import { type RunState, statusOf, stepOf } from '../../shared/run/run-state.ts';
import { createStores } from '../../shared/store/create-stores.ts';
import { createTable } from './create-table.ts';
import { until } from './until.ts';

export const ada: Actor = { type: 'user', id: 'ada', name: 'Ada', email: 'ada@example.com' };

/** Secrets of a test, by environment and name. */
function memorySecrets(): SecretValues {
  const values = new Map<string, string>();
  return {
    put: async (environment, name, value) => void values.set(`${environment}/${name}`, value),
    remove: async (environment, name) => void values.delete(`${environment}/${name}`),
    read: async (environment, names) =>
      Object.fromEntries(
        names.flatMap((name) => {
          const value = values.get(`${environment}/${name}`);
          return value === undefined ? [] : [[name, value]];
        }),
      ),
  };
}

/** What the commands meet in AWS, without the functions around them: the table, the bucket, and state machines that really run. */
export interface Core {
  ports: WorkerPorts & { machines: Machines };
  clock: MovableClock;
  /** Every call of a worker, in order. */
  calls: { function: string; unit: string; generation: number }[];
  /** Set to make a call of a worker fail as a crash does: before it did anything, or after its work was committed. */
  crash: { before?: (unit: string) => boolean; after?: (unit: string) => boolean };
  publish(source: string): Promise<void>;
  start(flow: string, params?: Json, more?: Partial<Parameters<typeof startRun>[1]>): Promise<string>;
  state(run: string): Promise<RunState>;
  reaches(run: string, status: string): Promise<RunState>;
  /** Statuses of the steps by id. */
  steps(run: string): Promise<Record<string, string>>;
  output(run: string, step: string): Promise<Json | undefined>;
  /** Names of the states that the execution of a generation entered. */
  entered(run: string, generation?: number): Promise<string[]>;
  stop(): Promise<void>;
}

/** What the table's stream does in AWS: whoever frees a slot or joins a line has that line served. */
function serveLines(ports: Core['ports']): void {
  const { commit, joinLine } = ports.runs;
  const serve = (pool: string) => void admitRuns(ports, pool).catch(() => undefined);
  ports.runs.commit = async (write) => {
    const written = await commit(write);
    for (const change of write.changes ?? [])
      if (written.ok && (change.type === 'free-slot' || change.type === 'join-line')) serve(change.pool);
    return written;
  };
  ports.runs.joinLine = async (pool, run) => {
    await joinLine(pool, run);
    serve(pool);
  };
}

export async function startCore(allowed: string[] = []): Promise<Core> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-core-'));
  const [dynamodb, s3Server] = await Promise.all([
    startDynoxide(join(folder, 'table.sqlite')),
    startFauxqs({ port: 0, logger: false, init: { buckets: ['bucket'] } }),
  ]);
  const access = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const client = new DynamoDBClient({ ...access, endpoint: dynamodb.endpoint });
  const s3 = new S3Client({ ...access, endpoint: s3Server.address, forcePathStyle: true });
  await createTable(client, 'sluice');
  const clock = new MovableClock();
  const calls: Core['calls'] = [];
  const crash: Core['crash'] = {};
  const work = new Set<Promise<unknown>>();

  const invoke = async (functionArn: string, payload: unknown): Promise<LambdaAnswer> => {
    const call = payload as { runId: string; generation: number; unit: string; taskToken: string };
    const name = functionArn.split(':').at(-1) ?? '';
    calls.push({ function: name, unit: call.unit, generation: call.generation });
    const crashed = {
      statusCode: 200,
      functionError: 'Unhandled',
      payload: JSON.stringify({ errorType: 'Runtime.ExitError', errorMessage: 'exit status 1' }),
    };
    if (crash.before?.(call.unit) === true) return crashed;
    try {
      const result = name === 'run-step' ? await runUnit(ports, call) : await openCheckpoint(ports, call);
      return crash.after?.(call.unit) === true ? crashed : { statusCode: 200, payload: JSON.stringify(result ?? null) };
    } catch (error) {
      const { name: errorType, message } = error as Error;
      return {
        statusCode: 200,
        functionError: 'Unhandled',
        payload: JSON.stringify({ errorType, errorMessage: message }),
      };
    }
  };
  const states = createStates({
    databaseFile: join(folder, 'states.sqlite'),
    region: 'us-east-1',
    accountId: '111111111111',
    clock,
    invoke: ({ functionArn, payload }) => {
      const answer = invoke(functionArn, payload);
      work.add(answer);
      return answer.finally(() => work.delete(answer));
    },
    onError: (error) => {
      if (!stopped) throw error;
    },
  });
  let stopped = false;
  const server = serveStates(states);
  const sfn = new SFNClient({ ...access, endpoint: `http://127.0.0.1:${await listenOn(server, 0)}` });
  const ulid = monotonicFactory();
  const ports: Core['ports'] = {
    secrets: memorySecrets(),
    ...createStores({ client, s3, table: 'sluice', bucket: 'bucket' }),
    engine: createEngine(sfn),
    machines: createMachines(sfn, {
      arnPrefix: 'arn:aws:states:us-east-1:111111111111',
      prefix: 'sluice',
      roleArn: 'arn:aws:iam::111111111111:role/machine',
      runStep: 'arn:aws:lambda:us-east-1:111111111111:function:run-step',
      openCheckpoint: 'arn:aws:lambda:us-east-1:111111111111:function:open-checkpoint',
    }),
    clock,
    ids: { ulid: (now) => ulid(now), random: () => crypto.randomUUID() },
    allowed: new Set(allowed),
  };
  serveLines(ports);
  const state = async (run: string) =>
    foldRun(
      run,
      (await ports.runs.readLanes(run)).map(({ commit }) => commit),
    );
  return {
    ports,
    clock,
    calls,
    crash,
    state,
    async publish(source) {
      await publishFlow(ports, { source, format: 'yaml', actor: ada });
    },
    async start(flow, params = {}, more = {}) {
      const started = await startRun(ports, {
        flow,
        environment: 'sandbox',
        params,
        mode: 'interactive',
        checkpoints: 'template',
        trigger: { type: 'api', by: ada },
        ...more,
      });
      return started.id;
    },
    reaches: (run, status) =>
      until(
        `run ${run} to be ${status}`,
        async () => {
          const now = await state(run);
          if (statusOf(now) === status) return now;
          throw new Error(
            `${statusOf(now)} ${JSON.stringify([...now.steps.values()].map(({ id, status: of, error, reason }) => ({ id, of, error, reason })))} ${JSON.stringify(calls)}`,
          );
        },
        20_000,
      ),
    async steps(run) {
      const folded = await state(run);
      return Object.fromEntries([...folded.steps.values()].map(({ id, status }) => [id, status]));
    },
    async output(run, step) {
      const stored = await ports.runs.readLanes(run);
      const { output } = stepOf(
        foldRun(
          run,
          stored.map(({ commit }) => commit),
        ),
        step,
      );
      return output === undefined
        ? undefined
        : ports.runs.valueOf(Object.assign({}, ...stored.map(({ payloads }) => payloads)), output);
    },
    async entered(run, generation = 1) {
      const { flow } = await state(run);
      const { events } = (await states.handle('GetExecutionHistory', {
        executionArn: `arn:aws:states:us-east-1:111111111111:execution:sluice-${flow}:${run}-g${generation}`,
        maxResults: 1000,
      })) as { events: { type: string; stateEnteredEventDetails?: { name: string } }[] };
      return events.flatMap((event) => event.stateEnteredEventDetails?.name ?? []);
    },
    async stop() {
      stopped = true;
      clock.stop();
      server.close();
      server.closeAllConnections();
      await states.close();
      await Promise.allSettled(work);
      for (const each of [client, s3, sfn]) each.destroy();
      await Promise.all([dynamodb.stop(), s3Server.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
