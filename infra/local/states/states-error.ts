/** An error inside an execution, by the name that Retry and Catch match (States Language, "Errors"). */
export class StatesError extends Error {
  readonly error: string | undefined;
  override readonly cause: string | undefined;
  /** Where in the state the expression stood; set for evaluation errors that have a place. */
  readonly location: string | undefined;
  readonly evaluation: boolean;
  /** True when the value was there and only what it says was wrong: AWS records such an error after the state's entry, others beside it. */
  readonly afterEntry: boolean;

  constructor(
    error: string | undefined,
    cause?: string,
    options: { location?: string; evaluation?: boolean; afterEntry?: boolean } = {},
  ) {
    super(`${error ?? 'error'}: ${cause ?? ''}`);
    this.error = error;
    this.cause = cause;
    this.location = options.location;
    this.evaluation = options.evaluation ?? false;
    this.afterEntry = options.afterEntry ?? false;
  }
}

/** An error that an operation of the API answers with, by its exception's name (Step Functions API reference). */
export class ServiceError extends Error {
  readonly code: string;
  /** HTTP status of the answer. */
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
