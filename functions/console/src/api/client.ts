import { accessToken, heldToken, signIn } from '../app/session.ts';

/** An answer that was refused: a problem of RFC 9457 with a stable `code`. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(status: number, problem: Record<string, unknown>) {
    super(String(problem.detail ?? problem.message ?? `The server answered ${status}.`));
    this.status = status;
    this.code = String(problem.code ?? 'unknown');
    this.details = problem;
  }
}

/** The server could not be reached: nothing is known of what became of the request. */
export class Offline extends Error {
  constructor() {
    super('The server cannot be reached.');
  }
}

export interface Call {
  /** Sent as JSON; text is sent as YAML. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** A session that has ended is an error (401 `signed-out`), instead of leaving this page for the sign-in page. */
  stay?: boolean;
}

const signedOut = () => new ApiError(401, { code: 'signed-out', detail: 'Your session has ended.' });

/** Calls the public API with the token of whoever is signed in. Throws ApiError, and Offline. */
export async function call<T>(
  method: string,
  path: string,
  { body, headers = {}, signal, stay = false }: Call = {},
): Promise<T> {
  const isText = typeof body === 'string';
  const token = stay ? await heldToken() : await accessToken();
  if (token === undefined) throw signedOut();
  const response = await fetch(path, {
    method,
    signal,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': isText ? 'application/yaml' : 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw signal?.aborted === true ? error : new Offline();
  });
  const json = response.headers.get('content-type')?.includes('json') === true;
  const answer = json ? await response.json() : await response.text();
  if (response.ok) return answer as T;
  // The token has run out: sign in anew and come back to this page.
  if (response.status === 401) {
    if (stay) throw signedOut();
    await signIn();
  }
  throw new ApiError(response.status, json ? (answer as Record<string, unknown>) : { detail: String(answer) });
}

/** A search string of the parameters that have a value. */
export function search(params: object): string {
  const pairs = Object.entries(params).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}
