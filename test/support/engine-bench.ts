import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { createStates, type States } from '../../infra/local/states/create-states.ts';
import type { EnginePorts, LambdaAnswer } from '../../infra/local/states/ports.ts';
import { ManualClock } from './manual-clock.ts';
import { until } from './until.ts';

const open: States[] = [];
afterEach(async () => {
  for (const states of open.splice(0)) await states.close();
});

export interface EngineBench {
  states: States;
  clock: ManualClock;
  calls: unknown[];
  file: string;
  start(state: Record<string, unknown>, machine?: Record<string, unknown>): Promise<string>;
  status(arn: string): Promise<Record<string, unknown>>;
  reaches(arn: string, status: string): Promise<Record<string, unknown>>;
  types(arn: string): Promise<string[]>;
  settle(): Promise<void>;
}

/** An engine on a clock that the test moves, with one function that answers as the test says. Closed after the test. */
export function engineBench(
  answer: (payload: unknown, count: number) => LambdaAnswer | Promise<LambdaAnswer>,
  file = join(mkdtempSync(join(tmpdir(), 'sluice-states-')), 's.sqlite'),
  clock = new ManualClock(),
): EngineBench {
  const calls: unknown[] = [];
  const invoke: EnginePorts['invoke'] = async ({ payload }) => {
    calls.push(payload);
    return answer(payload, calls.length);
  };
  const states = createStates({
    databaseFile: file,
    region: 'us-east-1',
    accountId: '111111111111',
    clock,
    invoke,
    onError: (error) => {
      throw error;
    },
  });
  open.push(states);
  const status = (executionArn: string) => states.handle('DescribeExecution', { executionArn });
  return {
    states,
    clock,
    calls,
    file,
    status,
    async start(state, machine = {}) {
      const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'S', States: { S: state }, ...machine });
      const { stateMachineArn } = await states.handle('CreateStateMachine', {
        name: `m${Math.random().toString(36).slice(2)}`,
        definition,
        roleArn: 'arn:aws:iam::111111111111:role/r',
      });
      const { executionArn } = await states.handle('StartExecution', { stateMachineArn });
      return String(executionArn);
    },
    reaches: (arn, wanted) =>
      until(`${wanted}`, async () => {
        const seen = await status(arn);
        if (seen.status === wanted) return seen;
        throw new Error(JSON.stringify(seen));
      }),
    async types(executionArn) {
      const { events } = (await states.handle('GetExecutionHistory', { executionArn, maxResults: 1000 })) as {
        events: { type: string }[];
      };
      return events.map((event) => event.type);
    },
    settle: () => new Promise((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve)))),
  };
}
