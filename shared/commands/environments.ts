import { SluiceError } from '../errors/sluice-error.ts';
import { didYouMean } from '../flow/did-you-mean.ts';
import { type Environment, environments } from '../flow/environments.ts';

/** The environment of a name. Throws `environment-not-found` (404) with the near name. */
export function environmentOf(name: string): Environment {
  const found = environments.find((each) => each === name);
  if (found !== undefined) return found;
  throw new SluiceError(
    'environment-not-found',
    `There is no environment "${name}". ${didYouMean(name, environments)}`,
    { status: 404 },
  );
}
