/** Where an error came from and whether the same call may succeed later; `code` is stable and is what callers match on. */
export interface SluiceErrorOptions {
  cause?: unknown;
  /** True when repeating the same call unchanged may succeed. */
  retryable?: boolean;
  /** HTTP status that this error answers with at the API's border; see RFC 9110 §15. */
  status?: number;
  /** Members added to the RFC 9457 problem, for instance `diagnostics` or `errors`. */
  details?: Record<string, unknown>;
}

/** The one error class of Sluice: matched by `code`, its message says what, where and how to mend it. */
export class SluiceError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly status: number;
  readonly details: Record<string, unknown>;

  constructor(code: string, message: string, options: SluiceErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SluiceError';
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.status = options.status ?? 400;
    this.details = options.details ?? {};
  }
}

/** Narrows an unknown error to a SluiceError, optionally with one code; works across bundles because it matches by shape. */
export function isSluiceError(error: unknown, code?: string): error is SluiceError {
  return (
    error instanceof Error &&
    error.name === 'SluiceError' &&
    (code === undefined || Reflect.get(error, 'code') === code)
  );
}
