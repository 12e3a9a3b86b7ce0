import { SluiceError } from '../errors/sluice-error.ts';
import { didYouMean } from '../flow/did-you-mean.ts';
import type { FlowStore } from './flow-ports.ts';

/** The refusal of a flow that is not there (404), with the near name. */
export async function flowNotFound(flows: FlowStore, id: string): Promise<SluiceError> {
  const ids = (await flows.flows()).map((each) => each.id);
  return new SluiceError('flow-not-found', `There is no flow "${id}". ${didYouMean(id, ids)}`, { status: 404 });
}
