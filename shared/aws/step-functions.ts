import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  StateMachineDoesNotExist,
  StopExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import type { Engine } from '../commands/ports.ts';
import type { Machines } from '../commands/publish-flow.ts';
import { defined } from '../flow/defined.ts';

/** Step Functions as the engine of runs. What is there already, or no longer, is an answer and no error: every call may be repeated. */
export function createEngine(client: SFNClient): Engine {
  return {
    async startExecution({ machineArn, name, input }) {
      try {
        await client.send(
          new StartExecutionCommand({ stateMachineArn: machineArn, name, input: JSON.stringify(input) }),
        );
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
    async stopExecution(executionArn, error, cause) {
      try {
        // The API takes 256 characters of an error and 32,768 of a cause.
        await client.send(
          new StopExecutionCommand({ executionArn, error: error.slice(0, 256), cause: cause.slice(0, 1_000) }),
        );
      } catch (failure) {
        if (!(failure instanceof ExecutionDoesNotExist)) throw failure;
      }
    },
    async describeExecution(executionArn) {
      try {
        const { status = 'RUNNING', error } = await client.send(new DescribeExecutionCommand({ executionArn }));
        return defined({ status: status === 'PENDING_REDRIVE' ? 'RUNNING' : status, error });
      } catch (failure) {
        if (failure instanceof ExecutionDoesNotExist) return undefined;
        throw failure;
      }
    },
    async sendTaskSuccess(taskToken, output) {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
      } catch (failure) {
        const gone = [TaskTimedOut, TaskDoesNotExist, InvalidToken].some((kind) => failure instanceof kind);
        if (!gone) throw failure;
      }
    },
  };
}

/** State machines of flows, one per flow: `<prefix>-<flow>`. */
export function createMachines(
  client: SFNClient,
  options: { arnPrefix: string; prefix: string; roleArn: string; runStep: string; openCheckpoint: string },
): Machines {
  return {
    async publish(flow, template) {
      const definition = template
        .replaceAll('${RunStep}', options.runStep)
        .replaceAll('${OpenCheckpoint}', options.openCheckpoint);
      const name = `${options.prefix}-${flow}`;
      try {
        const { stateMachineVersionArn = '' } = await client.send(
          new UpdateStateMachineCommand({
            stateMachineArn: `${options.arnPrefix}:stateMachine:${name}`,
            definition,
            roleArn: options.roleArn,
            publish: true,
          }),
        );
        return stateMachineVersionArn;
      } catch (failure) {
        if (!(failure instanceof StateMachineDoesNotExist)) throw failure;
        const { stateMachineVersionArn = '' } = await client.send(
          new CreateStateMachineCommand({
            name,
            definition,
            roleArn: options.roleArn,
            publish: true,
            type: 'STANDARD',
          }),
        );
        return stateMachineVersionArn;
      }
    },
  };
}
