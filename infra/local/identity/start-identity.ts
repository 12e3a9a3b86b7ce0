import { randomBytes } from 'node:crypto';
import { arnOf, ofType, region } from '../deployment/account.ts';
import { DocumentFile } from '../document-file.ts';
import type { ResourcePolicies } from '../iam/resource-policies.ts';
import type { Functions } from '../lambda/functions.ts';
import type { Resource } from '../template/evaluate-template.ts';
import { issuerPath } from './issuer-path.ts';
import { createOpenIdProvider } from './openid-provider.ts';
import { UserPool } from './user-pool.ts';

/** Starts what Cognito is in AWS: the template's user pool with its trigger, its client for people, and its client for machines. */
export async function startIdentity(
  resources: Resource[],
  {
    url,
    inData,
    functions,
    policies,
    now,
  }: {
    url: string;
    inData(name: string): string;
    functions: Functions;
    policies: ResourcePolicies;
    now(): number;
  },
) {
  const [userPool] = ofType(resources, 'AWS::Cognito::UserPool');
  const clients = ofType(resources, 'AWS::Cognito::UserPoolClient');
  const people = clients.find(({ properties }) => properties.GenerateSecret !== true);
  const trigger = userPool?.properties.LambdaConfig as { PreTokenGenerationConfig?: { LambdaArn: string } } | undefined;
  const pool = await UserPool.open(inData('issuer.json'), {
    issuer: `${url}${issuerPath}`,
    now,
    clientId: people?.id ?? '',
    async trigger(event) {
      const functionArn = trigger?.PreTokenGenerationConfig?.LambdaArn ?? '';
      policies.authorizeInvoke(
        functionArn,
        'cognito-idp.amazonaws.com',
        arnOf('cognito-idp', `userpool/${region}_${userPool?.id}`),
      );
      const outcome = await functions.invoke(functionArn, event);
      if ('error' in outcome) throw new Error(`The pre-token-generation trigger failed: ${outcome.error}`);
      return JSON.parse(outcome.result);
    },
  });
  const machines = clients.find(({ properties }) => properties.GenerateSecret === true);
  const machineSecret = new DocumentFile(inData('machine-client.json'), { secret: randomBytes(32).toString('hex') });
  machineSecret.save();
  const machine =
    machines === undefined
      ? undefined
      : {
          id: machines.id,
          secret: machineSecret.value.secret,
          scopes: (machines.properties.AllowedOAuthScopes ?? []) as string[],
        };
  const openId = createOpenIdProvider(pool, url, {
    callbacks: (people?.properties.CallbackURLs ?? []) as string[],
    signOuts: (people?.properties.LogoutURLs ?? []) as string[],
    file: inData('sign-ins.json'),
    ...(machine === undefined ? {} : { machine }),
  });
  return { pool, machine, openId };
}
