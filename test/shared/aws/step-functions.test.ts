import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StateMachineDoesNotExist,
  StopExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { createEngine, createMachines } from '../../../shared/aws/step-functions.ts';

const mock = mockClient(SFNClient);
const engine = createEngine(new SFNClient({ region: 'us-east-1' }));
const thrown = { $metadata: {}, message: 'm' };
const machineArn = 'arn:aws:states:us-east-1:1:stateMachine:sluice-f:3';

beforeEach(() => mock.reset());

it('takes an execution that exists already for the one it wanted to start', async () => {
  mock.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists(thrown));
  await expect(engine.startExecution({ machineArn, name: 'R-g1', input: {} })).resolves.toBeUndefined();
});

it.each([new TaskTimedOut(thrown), new TaskDoesNotExist(thrown), new InvalidToken(thrown)])(
  'takes a token that is gone for a reason to look at the run: $name',
  async (error) => {
    mock.on(SendTaskSuccessCommand).rejects(error);
    await expect(engine.sendTaskSuccess('t', {})).resolves.toBeUndefined();
  },
);

it('takes an execution that is not there for one that never began, and stopping it for done', async () => {
  mock.on(DescribeExecutionCommand).rejects(new ExecutionDoesNotExist(thrown));
  mock.on(StopExecutionCommand).rejects(new ExecutionDoesNotExist(thrown));
  expect(await engine.describeExecution('a')).toBeUndefined();
  await expect(engine.stopExecution('a', 'E', 'c')).resolves.toBeUndefined();
});

it('passes every other failure on', async () => {
  mock.rejects(new Error('away'));
  await expect(engine.startExecution({ machineArn, name: 'n', input: {} })).rejects.toThrow('away');
  await expect(engine.sendTaskSuccess('t', {})).rejects.toThrow('away');
});

it('updates a flow’s machine, and creates it the first time', async () => {
  mock.on(UpdateStateMachineCommand).rejects(new StateMachineDoesNotExist(thrown));
  mock.on(CreateStateMachineCommand).resolves({ stateMachineVersionArn: 'v1' });
  const machines = createMachines(new SFNClient({ region: 'us-east-1' }), {
    arnPrefix: 'arn:aws:states:us-east-1:1',
    prefix: 'sluice',
    roleArn: 'role',
    runStep: 'run-step-arn',
    openCheckpoint: 'open-arn',
  });
  expect(await machines.publish('f', '{"a":"${RunStep}","b":"${OpenCheckpoint}"}')).toBe('v1');
  expect(mock.commandCalls(CreateStateMachineCommand)[0]?.args[0].input).toMatchObject({
    name: 'sluice-f',
    definition: '{"a":"run-step-arn","b":"open-arn"}',
    publish: true,
  });
});
