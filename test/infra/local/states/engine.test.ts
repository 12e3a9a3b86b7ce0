import { describe, expect, it } from 'vitest';
import type { LambdaAnswer } from '../../../../infra/local/states/ports.ts';
import { engineBench } from '../../../support/engine-bench.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { until } from '../../../support/until.ts';

const fn = 'arn:aws:lambda:us-east-1:111111111111:function:f';
const ok = (value: unknown): LambdaAnswer => ({ statusCode: 200, payload: JSON.stringify(value) });
const thrown = (errorType: string): LambdaAnswer => ({
  statusCode: 200,
  functionError: 'Unhandled',
  payload: JSON.stringify({ errorType, errorMessage: 'm' }),
});
const task = (more: Record<string, unknown> = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: fn, Payload: { n: 1 } },
  End: true,
  ...more,
});
const gate = (more: Record<string, unknown> = {}) =>
  task({
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: fn, Payload: { token: '{% $states.context.Task.Token %}' } },
    ...more,
  });

describe('the Step Functions engine', () => {
  it('retries with backoff up to the longest delay, then catches', async () => {
    const { clock, calls, start, reaches, settle } = engineBench(() => thrown('Busy'));
    const arn = await start(
      task({
        Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 2, BackoffRate: 10, MaxDelaySeconds: 5, MaxAttempts: 2 }],
        Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'C' }],
        End: undefined,
        Next: 'C',
      }),
      undefined,
    ).catch(() => '');
    expect(arn).toBe('');
    const second = await start(
      task({
        Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 2, BackoffRate: 10, MaxDelaySeconds: 5, MaxAttempts: 2 }],
      }),
    );
    await until('the first call', async () => calls.length === 1);
    await clock.advance(1_999, settle);
    expect(calls).toHaveLength(1);
    await clock.advance(1, settle);
    await until('the second call', async () => calls.length === 2);
    await settle();
    await clock.advance(4_999, settle);
    expect(calls).toHaveLength(2);
    await clock.advance(1, settle);
    expect(await reaches(second, 'FAILED')).toMatchObject({ error: 'Busy' });
    expect(calls).toHaveLength(3);
  });

  it('times out a task and a whole machine on the clock', async () => {
    const { clock, start, reaches, types, settle, calls } = engineBench(() => new Promise(() => undefined));
    const slow = await start(task({ TimeoutSeconds: 30 }));
    const slower = await start(task(), { TimeoutSeconds: 60 });
    await until('both calls', async () => calls.length === 2);
    await clock.advance(30_000, settle);
    expect(await reaches(slow, 'FAILED')).toMatchObject({ error: 'States.Timeout' });
    expect(await types(slow)).toContain('TaskTimedOut');
    await clock.advance(30_000, settle);
    await reaches(slower, 'TIMED_OUT');
  });

  it('waits for a token, lives on heartbeats, and answers a token once', async () => {
    let token = '';
    const { clock, states, start, reaches, settle } = engineBench((payload) => {
      token = String((payload as { token: string }).token);
      return ok({});
    });
    const arn = await start(gate({ HeartbeatSeconds: 10 }));
    await until('a token', async () => token !== '');
    await clock.advance(8_000, settle);
    await states.handle('SendTaskHeartbeat', { taskToken: token });
    await clock.advance(8_000, settle);
    await states.handle('SendTaskSuccess', { taskToken: token, output: '{"yes":true}' });
    expect(await reaches(arn, 'SUCCEEDED')).toMatchObject({ output: '{"yes":true}' });
    await expect(states.handle('SendTaskSuccess', { taskToken: token, output: '{}' })).rejects.toMatchObject({
      code: 'TaskTimedOut',
    });
    await expect(states.handle('SendTaskSuccess', { taskToken: 'nonsense', output: '{}' })).rejects.toMatchObject({
      code: 'InvalidToken',
    });
    token = '';
    const silent = await start(gate({ HeartbeatSeconds: 10 }));
    await until('a token', async () => token !== '');
    await clock.advance(10_000, settle);
    expect(await reaches(silent, 'FAILED')).toMatchObject({ error: 'States.Timeout' });
  });

  it('goes on after the process was gone: calls again, keeps tokens and instants', async () => {
    let token = '';
    const first = engineBench((payload) => {
      const sent = payload as { token?: string };
      if (sent.token === undefined) return new Promise(() => undefined);
      token = sent.token;
      return ok({});
    });
    const calling = await first.start(task());
    const asking = await first.start(gate());
    const waiting = await first.start({ Type: 'Wait', Seconds: 100, End: true });
    await until('both calls', async () => first.calls.length === 2 && token !== '');
    await first.settle();

    // The first engine is left as a killed process leaves it: nothing is closed, nothing more is written by it.
    const second = engineBench(() => ok('again'), first.file, new ManualClock(first.clock.now() + 50_000));
    second.states.recover();
    expect(await second.reaches(calling, 'SUCCEEDED')).toMatchObject({ output: expect.stringContaining('again') });
    await second.states.handle('SendTaskSuccess', { taskToken: token, output: '1' });
    await second.reaches(asking, 'SUCCEEDED');
    expect(await second.status(waiting)).toMatchObject({ status: 'RUNNING' });
    await second.clock.advance(50_000, second.settle);
    await second.reaches(waiting, 'SUCCEEDED');
  });

  it('runs branches side by side; an uncaught error ends them all, a caught one none', async () => {
    const { start, reaches, types } = engineBench((payload) =>
      (payload as { n: number }).n === 2 ? thrown('Broken') : ok(1),
    );
    const branch = (n: number, more = {}) => ({
      StartAt: `b${n}`,
      States: {
        [`b${n}`]: task({ Arguments: { FunctionName: fn, Payload: { n } }, Output: n, ...more }),
        [`end${n}`]: { Type: 'Succeed' },
      },
    });
    const all = await start({ Type: 'Parallel', Branches: [branch(1), branch(3)], End: true });
    expect(await reaches(all, 'SUCCEEDED')).toMatchObject({ output: '[1,3]' });
    const broken = await start({ Type: 'Parallel', Branches: [branch(1), branch(2)], End: true });
    expect(await reaches(broken, 'FAILED')).toMatchObject({ error: 'Broken' });
    expect((await types(broken)).slice(-2)).toEqual(['ParallelStateFailed', 'ExecutionFailed']);
    const caught = await start({
      Type: 'Parallel',
      Branches: [branch(1), branch(2, { Catch: [{ ErrorEquals: ['States.ALL'], Output: 'caught', Next: 'end2' }] })],
      End: true,
    });
    expect(await reaches(caught, 'SUCCEEDED')).toMatchObject({ output: '[1,"caught"]' });
  });

  it('gives one execution to one name and input, and refuses the name afterwards', async () => {
    const { states, start, reaches } = engineBench(() => ok(1));
    await start(task());
    const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'S', States: { S: gate() } });
    const { stateMachineArn } = await states.handle('CreateStateMachine', { name: 'named', definition, roleArn: 'r' });
    const one = await states.handle('StartExecution', { stateMachineArn, name: 'n', input: '{"a":1}' });
    expect(await states.handle('StartExecution', { stateMachineArn, name: 'n', input: '{"a":1}' })).toEqual(one);
    await expect(
      states.handle('StartExecution', { stateMachineArn, name: 'n', input: '{"a":2}' }),
    ).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
    await states.handle('StopExecution', { executionArn: one.executionArn, error: 'E', cause: 'because' });
    expect(await reaches(String(one.executionArn), 'ABORTED')).toMatchObject({ error: 'E', cause: 'because' });
    await expect(
      states.handle('StartExecution', { stateMachineArn, name: 'n', input: '{"a":1}' }),
    ).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
  });

  it('publishes versions, keeps the running one, and follows aliases', async () => {
    const { states, reaches } = engineBench(() => ok(1));
    const definition = (output: number) =>
      JSON.stringify({
        QueryLanguage: 'JSONata',
        StartAt: 'S',
        States: { S: { Type: 'Pass', Output: output, End: true } },
      });
    const { stateMachineArn, stateMachineVersionArn } = await states.handle('CreateStateMachine', {
      name: 'v',
      definition: definition(1),
      roleArn: 'r',
      publish: true,
    });
    const updated = await states.handle('UpdateStateMachine', {
      stateMachineArn,
      definition: definition(2),
      publish: true,
    });
    expect([stateMachineVersionArn, updated.stateMachineVersionArn]).toEqual([
      `${stateMachineArn}:1`,
      `${stateMachineArn}:2`,
    ]);
    const again = await states.handle('UpdateStateMachine', {
      stateMachineArn,
      definition: definition(2),
      publish: true,
    });
    expect(again.stateMachineVersionArn).toBe(`${stateMachineArn}:2`);
    await states.handle('CreateStateMachineAlias', {
      name: 'live',
      routingConfiguration: [{ stateMachineVersionArn, weight: 100 }],
    });
    for (const [arn, output] of [
      [stateMachineVersionArn, '1'],
      [stateMachineArn, '2'],
      [`${stateMachineArn}:live`, '1'],
    ] as const) {
      const { executionArn } = await states.handle('StartExecution', { stateMachineArn: arn });
      expect(await reaches(String(executionArn), 'SUCCEEDED')).toMatchObject({ output });
    }
    await expect(states.handle('DeleteStateMachineVersion', { stateMachineVersionArn })).rejects.toMatchObject({
      code: 'ConflictException',
    });
  });

  it.each([
    [
      'a service it does not call',
      { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true },
      /sqs:sendMessage.*not supported/,
    ],
    ['JSONPath', { Type: 'Pass', QueryLanguage: 'JSONPath', End: true }, /JSONata only/],
    [
      'a distributed Map',
      {
        Type: 'Map',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED' },
          StartAt: 'P',
          States: { P: { Type: 'Pass', End: true } },
        },
        End: true,
      },
      /distributed/,
    ],
    ['a next state that is not there', { Type: 'Pass', Next: 'nowhere' }, /nowhere/],
    ['an expression that does not parse', { Type: 'Pass', Output: '{% 1 + %}', End: true }, /does not parse/],
  ])('refuses %s, with the reason', async (_name, state, reason) => {
    await expect(engineBench(() => ok(1)).start(state)).rejects.toMatchObject({
      code: 'InvalidDefinition',
      message: expect.stringMatching(reason),
    });
  });
});
