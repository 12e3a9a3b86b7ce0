import { SluiceError } from '../errors/sluice-error.ts';
import { didYouMean } from '../flow/did-you-mean.ts';

/** The environments of a deployment: what is published is tried in `sandbox`, then promoted to `live`. */
export const environments = ['sandbox', 'live'] as const;
export type Environment = (typeof environments)[number];

/** The environment of a name. Throws `environment-not-found` (404) with the near name. */
export function environmentOf(name: string): Environment {
  const found = environments.find((each) => each === name);
  if (found !== undefined) return found;
  throw new SluiceError(
    'environment-not-found',
    `There is no environment "${name}", only ${environments.join(' and ')}. ${didYouMean(name, environments)}`,
    { status: 404 },
  );
}
