import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { environment } from './environment.ts';
import { once } from './once.ts';

/** The key of approval links; read once per process. */
export const linkSecret: () => Promise<string> = once(async () => {
  const { SLUICE_LINK_SECRET } = environment('SLUICE_LINK_SECRET');
  const { SecretString } = await new SecretsManagerClient({ maxAttempts: 4 }).send(
    new GetSecretValueCommand({ SecretId: SLUICE_LINK_SECRET }),
  );
  if (SecretString === undefined) throw new Error('The secret of approval links is empty.');
  return SecretString;
});
