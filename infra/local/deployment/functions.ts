import { join } from 'node:path';
import type { AsyncConfig } from '../lambda/async-invocations.ts';
import type { FunctionDefinition } from '../lambda/function-process.ts';
import type { Resource } from '../template/evaluate-template.ts';
import { arnOf, ofType, region } from './account.ts';

/** A function of the template with the role it acts under. */
export type DeployedFunction = FunctionDefinition & { role: string; accessKey: string };

/** The functions of the template as processes that can be started, but those that CloudFormation alone calls, which are not ours; each has an access key of its own, by which its role is known. */
export function functionsOf(
  resources: Resource[],
  options: { assets: Record<string, string>; awsUrl: string; logs: string },
): DeployedFunction[] {
  const functions = ofType(resources, 'AWS::Lambda::Function').filter(({ properties }) =>
    String(properties.Runtime).startsWith('nodejs'),
  );
  return functions.map(({ id, properties }) => {
    const folder = options.assets[id];
    if (folder === undefined) throw new Error(`There is no bundle of the function ${id}.`);
    const { Variables = {} } = (properties.Environment ?? {}) as { Variables?: Record<string, string> };
    const accessKey = `AKIA${id.toUpperCase()}`;
    const memoryMb = Number(properties.MemorySize ?? 128);
    return {
      name: id,
      arn: arnOf('lambda', `function:${id}`),
      role: String(properties.Role),
      accessKey,
      file: join(folder, 'index.mjs'),
      environment: {
        ...Variables,
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
        AWS_ACCESS_KEY_ID: accessKey,
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_ENDPOINT_URL: options.awsUrl,
        AWS_LAMBDA_FUNCTION_NAME: id,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
        PATH: process.env.PATH ?? '',
      },
      timeoutMs: Number(properties.Timeout ?? 3) * 1000,
      memoryMb,
      logFile: join(options.logs, `${id}.log`),
    };
  });
}

/** Leads from the name in an ARN, which here is that of the alias, to the function's. */
export function aliasesOf(resources: Resource[]): (name: string) => string {
  const functionOf = new Map(
    ofType(resources, 'AWS::Lambda::Alias').map(({ id, properties }) => [id, String(properties.FunctionName)]),
  );
  return (name) => functionOf.get(name) ?? name;
}

/** What the template says of asynchronous calls of a function (AWS::Lambda::EventInvokeConfig); Lambda retries twice by itself. */
export function asyncConfigsOf(resources: Resource[]): (functionName: string) => AsyncConfig {
  const configs = new Map(
    ofType(resources, 'AWS::Lambda::EventInvokeConfig').map(({ properties }) => {
      const destinations = properties.DestinationConfig as { OnFailure?: { Destination?: string } } | undefined;
      const onFailure = destinations?.OnFailure?.Destination;
      return [
        String(properties.FunctionName),
        {
          retries: Number(properties.MaximumRetryAttempts ?? 2),
          ...(onFailure === undefined ? {} : { onFailure }),
        },
      ] as const;
    }),
  );
  return (name) => configs.get(name) ?? { retries: 2 };
}
