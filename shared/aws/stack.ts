import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { z } from 'zod';

/** The log of a function: JSON lines with the request's id. */
export const logger = new Logger({ serviceName: 'sluice' });

/** Wraps a handler: its event parsed by a schema, every line of the log with the request's id, every error logged whole and thrown on. */
export function withStack<S extends z.ZodType, R>(
  schema: S,
  handle: (event: z.output<S>, context: Context) => Promise<R>,
) {
  return middy()
    .use(injectLambdaContext(logger, { clearState: true }))
    .use({
      onError: ({ error }) => {
        logger.error('The invocation failed', error as Error);
      },
    })
    .handler(async (event: unknown, context: Context): Promise<R> => handle(schema.parse(event), context));
}
