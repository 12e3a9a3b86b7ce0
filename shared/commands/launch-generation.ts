import type { Ports } from './ports.ts';

/** The name of an execution: the same for every attempt to start it, so that starting twice starts once. */
export const executionName = (run: string, generation: number): string => `${run}-g${generation}`;

/** The ARN that an execution of a machine's version has. */
export function executionArnOf(machineArn: string, run: string, generation: number): string {
  const [prefix = '', rest = ''] = machineArn.split(':stateMachine:');
  return `${prefix}:execution:${rest.split(':')[0]}:${executionName(run, generation)}`;
}

/** Hands a generation to the engine. May be repeated. */
export async function launchGeneration(
  ports: Ports,
  run: string,
  generation: number,
  machineArn: string,
): Promise<void> {
  await ports.engine.startExecution({
    machineArn,
    name: executionName(run, generation),
    input: { runId: run, generation },
  });
}
