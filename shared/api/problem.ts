import { z } from 'zod';
import { isSluiceError, SluiceError } from '../errors/sluice-error.ts';

/** An error as the API answers it: a problem of RFC 9457 with a stable `code`. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  [member: string]: unknown;
}

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Not valid',
  429: 'Too many',
  500: 'Internal error',
  503: 'Not available now',
};

const problem = (status: number, code: string, detail: string, details: Record<string, unknown> = {}): Problem => ({
  type: 'about:blank',
  title: titles[status] ?? 'Error',
  status,
  code,
  detail,
  ...details,
});

/** Errors of a service that is away or refuses: the caller may try again, and learns nothing of the inside. */
const isAway = (error: unknown) =>
  error instanceof Error &&
  ('$metadata' in error || '$fault' in error || ['ECONNREFUSED', 'ECONNRESET', 'TimeoutError'].includes(error.name));

/** The refusal of everything while a deployment is being made. */
export const warmingUp: Problem = problem(
  503,
  'warming-up',
  'The deployment is warming up: what this needs is still being made. Nothing was half done; try again in a moment.',
);

/** What DynamoDB says of a table that is being created, and of an index that is. */
const isNotMadeYet = (error: unknown) =>
  error instanceof Error &&
  (error.name === 'ResourceNotFoundException' ||
    (error.name === 'ValidationException' && error.message.includes('backfilling')));

/** The problem for any error. An unknown one is a 500 without detail; what it was stands in the log. */
export function toProblem(error: unknown): Problem {
  if (isSluiceError(error)) return problem(error.status, error.code, error.message, error.details);
  if (error instanceof z.ZodError) {
    const errors = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    return problem(
      400,
      'invalid-request',
      errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join(' '),
      { errors },
    );
  }
  if (isNotMadeYet(error)) return warmingUp;
  if (isAway(error))
    return problem(503, 'unavailable', 'A service that this needs is away. Nothing was half done; try again.');
  return problem(500, 'internal', 'Something went wrong on our side.');
}

/** The refusal of a caller without a scope. */
export const missingScope = (scope: string): SluiceError =>
  new SluiceError('missing-scope', `This needs the scope ${scope}.`, { status: 403 });
