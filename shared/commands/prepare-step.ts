import { SluiceError } from '../errors/sluice-error.ts';
import type { Scope } from '../evaluate/evaluate-expression.ts';
import { evaluateTemplate } from '../evaluate/evaluate-template.ts';
import { credentialHeader } from '../flow/connection.ts';
import type { Step } from '../flow/flow.ts';
import { secretsIn, secretsOf } from '../flow/secrets-of.ts';
import type { Json } from '../run/events.ts';
import { callHttp, type EvaluatedRequest } from '../steps/http.ts';
import { prepareRequest } from '../steps/prepare-request.ts';
import { makeRedactor } from '../steps/redact.ts';
import { StepFailure } from '../steps/step-failure.ts';
import { throughConnection } from '../steps/through-connection.ts';
import type { Access } from './read-access.ts';
import { schemaErrors } from './validate-params.ts';

/** A step that is ready to be done: its templates evaluated, so that what is recorded as input is what is used. */
export interface Prepared {
  input: Json;
  /** Does it; throws StepFailure. */
  run(idempotencyKey: string): Promise<Json>;
}

const suggestions: Record<string, string> = {
  'Expression.Missing': 'Mend the path, or give the step a condition for when the value is absent.',
  'Expression.Limit': 'Make the expression smaller.',
};

/** Anything that a step can fail with, as it is recorded. */
export function asFailure(error: unknown): StepFailure {
  if (error instanceof StepFailure) return error;
  if (error instanceof SluiceError) {
    const suggestion = suggestions[error.code];
    return new StepFailure(error.code, error.message, suggestion === undefined ? {} : { suggestion });
  }
  throw error;
}

/** The recorded form of a request: without the values of headers that carry credentials; of a connection's, its name stands for them. */
function shown({ headers, bound: _bound, connection, ...request }: EvaluatedRequest): Json {
  const hidden = Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !connection?.credentials.includes(name))
      .map(([name, value]) => [name, credentialHeader.test(name) ? '(hidden)' : value]),
  );
  return JSON.parse(JSON.stringify({ connection: connection?.name, ...request, headers: hidden })) as Json;
}

type WorkOptions = { allowed: ReadonlySet<string>; now(): number } & Partial<Access>;

/** Prepares a request. Its secrets are in what is sent, and taken out of what is recorded: input, answer and error alike. */
async function prepareHttp(
  step: Step & { kind: 'http' },
  scope: Scope,
  { secrets = {}, connection, ...options }: WorkOptions,
): Promise<Prepared> {
  if (step.http.connection !== undefined && connection === undefined)
    throw new StepFailure('Connection.Missing', `The environment has no connection "${step.http.connection}".`, {
      suggestion: 'Set it (PUT /v1/environments/{environment}/connections/{name}) and start again.',
    });
  const own = secretsOf(step);
  const missing = [...new Set([...own, ...secretsIn(connection?.headers)])].filter(
    (name) => !Object.hasOwn(secrets, name),
  );
  if (missing.length > 0)
    throw new StepFailure('Secret.Missing', `The environment has no secret ${missing.join(', ')}.`, {
      suggestion: 'Set it (PUT /v1/environments/{environment}/secrets/{name}) and start again.',
    });
  const redact = makeRedactor(secrets);
  const clean = ({ error, retryable, retryAfterMs }: StepFailure) => {
    const { type, message, ...rest } = redact(error);
    return new StepFailure(type, message, { ...rest, retryable, retryAfterMs });
  };
  try {
    const visible = Object.fromEntries(Object.entries(secrets).filter(([name]) => own.includes(name)));
    const evaluated = await prepareRequest(step.http, { ...scope, secrets: visible });
    const request =
      connection === undefined
        ? evaluated
        : await throughConnection(evaluated, connection, { secrets, allowed: options.allowed });
    return {
      input: redact(shown(request)),
      run: (idempotencyKey) =>
        callHttp(request, { idempotencyKey, timeoutMs: step.timeoutMs, redact, ...options }).then(
          redact,
          (error: unknown) => {
            throw clean(asFailure(error));
          },
        ),
    };
  } catch (error) {
    throw clean(asFailure(error));
  }
}

/** Evaluates the templates of a step that a worker does. Throws StepFailure. */
export async function prepareStep(step: Step, scope: Scope, options: WorkOptions): Promise<Prepared> {
  try {
    if (step.kind === 'http') {
      return await prepareHttp(step, scope, options);
    }
    if (step.kind !== 'transform') throw new Error(`A worker does not do steps of kind ${step.kind}.`);
    const output = await evaluateTemplate(step.transform, scope);
    return { input: null, run: async () => output };
  } catch (error) {
    throw asFailure(error);
  }
}

/** Refuses a result that does not have the shape that the step promises. */
export function checkOutput(step: Step, output: Json): void {
  const errors = step.output === undefined ? [] : schemaErrors(step.output, output);
  if (errors.length === 0) return;
  throw new StepFailure(
    'Output.Shape',
    `The result does not fit the step's output schema: ${errors.map(({ path, message }) => `${path}: ${message}`).join(' ')}`,
    { suggestion: 'Mend the schema or what the step asks for.' },
  );
}

/** When the next attempt may begin: the backoff of the step, or later when the service asked for it; undefined when none is left. */
export function retryAt(step: Step, attempt: number, failure: StepFailure, now: number): number | undefined {
  if (!failure.retryable || step.effect === 'at-most-once' || attempt >= step.retry.attempts) return undefined;
  const backoff = Math.min(step.retry.maxDelayMs, step.retry.intervalMs * step.retry.backoff ** (attempt - 1));
  return now + Math.max(backoff, failure.retryAfterMs ?? 0);
}
