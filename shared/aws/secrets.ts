import {
  DeleteParameterCommand,
  GetParametersCommand,
  ParameterNotFound,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import type { SecretValues } from '../commands/environment-ports.ts';

/** Names that one GetParameters call takes (Systems Manager API reference). */
const mostNames = 10;

/** Secrets as SecureString parameters `<prefix>/<environment>/<NAME>`, encrypted with the account's own key for Systems Manager. */
export function createSecretValues(client: SSMClient, prefix: string): SecretValues {
  const path = (environment: string, name: string) => `${prefix}/${environment}/${name}`;
  return {
    async put(environment, name, value) {
      await client.send(
        new PutParameterCommand({ Name: path(environment, name), Value: value, Type: 'SecureString', Overwrite: true }),
      );
    },
    async remove(environment, name) {
      try {
        await client.send(new DeleteParameterCommand({ Name: path(environment, name) }));
      } catch (error) {
        if (!(error instanceof ParameterNotFound)) throw error;
      }
    },
    async read(environment, names) {
      const found: Record<string, string> = {};
      for (let from = 0; from < names.length; from += mostNames) {
        const asked = names.slice(from, from + mostNames);
        const { Parameters = [] } = await client.send(
          new GetParametersCommand({ Names: asked.map((name) => path(environment, name)), WithDecryption: true }),
        );
        for (const { Name = '', Value } of Parameters)
          if (Value !== undefined) found[Name.slice(path(environment, '').length)] = Value;
      }
      return found;
    },
  };
}
