import { flowNotFound } from '../../../shared/commands/flow-not-found.ts';
import type { FlowRecord } from '../../../shared/commands/flow-ports.ts';
import { SluiceError } from '../../../shared/errors/sluice-error.ts';
import type { ApiRequest } from '../request.ts';

/** The flow that the path names, or 404 with the near name. */
export async function findFlow(request: ApiRequest): Promise<FlowRecord> {
  const id = request.param('flow');
  const record = await request.ports.flows.flow(id);
  if (record !== undefined) return record;
  throw await flowNotFound(request.ports.flows, id);
}

/** The number that the path names as a version, or 404. */
export function versionNumber(request: ApiRequest, record: FlowRecord, text = request.param('version')): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= record.latest) return number;
  throw new SluiceError(
    'version-not-found',
    `The flow "${record.id}" has versions 1 to ${record.latest}, not "${text}".`,
    { status: 404 },
  );
}
