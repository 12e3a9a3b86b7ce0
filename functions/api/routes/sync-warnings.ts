import { invokeSync } from '../../../shared/aws/invoke.ts';
import { logger } from '../../../shared/aws/stack.ts';
import type { Diagnostic } from '../../../shared/flow/diagnostic.ts';

/** What is to be said of a flow whose schedules and rules do not follow yet; nothing when they do. */
export const syncWarnings = (flow: string, synced: boolean): Diagnostic[] =>
  synced
    ? []
    : [
        {
          severity: 'warning',
          code: 'triggers-pending',
          path: 'on',
          message: `The schedules and rules of "${flow}" do not follow yet. They are tried again by themselves, for the first time in a minute.`,
          hint: `GET /v1/flows/${flow} shows "syncing" until they follow; the log of publish-flow says what is in the way.`,
        },
      ];

/** Has schedules and rules follow a change that is written, and answers what is to be said when they do not yet: the change holds all the same. */
export async function syncAfterChange(flow: string): Promise<Diagnostic[]> {
  try {
    return syncWarnings(flow, await invokeSync(flow));
  } catch (error) {
    logger.error(`The schedules and rules of ${flow} could not be made`, error as Error);
    return syncWarnings(flow, false);
  }
}
