import { defined } from '../flow/defined.ts';
import type { Json, StepError } from '../run/events.ts';

/** Why an attempt of a step failed, as it is recorded; `retryable` and `retryAfterMs` tell whether and when another may help. */
export class StepFailure extends Error {
  readonly error: StepError;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(
    type: string,
    message: string,
    {
      retryable = false,
      retryAfterMs,
      suggestion,
      details,
    }: { retryable?: boolean; retryAfterMs?: number | undefined; suggestion?: string; details?: Json } = {},
  ) {
    super(message);
    this.error = defined({ type, message, suggestion, details });
    this.retryable = retryable;
    this.retryAfterMs = retryAfterMs;
  }
}
