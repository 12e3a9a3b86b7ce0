import type { Json, StepError } from '../run/events.ts';

/** Why an attempt of a step failed, as it is recorded; `retryable` and `retryAfterMs` tell whether and when another may help. */
export class StepFailure extends Error {
  readonly error: StepError;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(
    type: string,
    message: string,
    options: { retryable?: boolean; retryAfterMs?: number | undefined; suggestion?: string; details?: Json } = {},
  ) {
    super(message);
    this.error = {
      type,
      message,
      ...(options.suggestion === undefined ? {} : { suggestion: options.suggestion }),
      ...(options.details === undefined ? {} : { details: options.details }),
    };
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs;
  }
}
