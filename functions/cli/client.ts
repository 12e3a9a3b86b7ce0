/** What the API refused, with the exit code that says which kind of refusal it was. */
export class Refused extends Error {
  readonly status: number;
  readonly body: Record<string, unknown>;
  constructor(status: number, body: Record<string, unknown>) {
    super(String(body.detail ?? body.message ?? `The server answered ${status}.`));
    this.status = status;
    this.body = body;
  }

  /** 2 wrong input, 3 not found, 4 not allowed or too late, 5 not available. */
  get exitCode(): number {
    if (this.status === 404) return 3;
    if (this.status === 401 || this.status === 403 || this.status === 409) return 4;
    return this.status >= 500 ? 5 : 2;
  }
}

/** Where the API is, without a slash at its end. */
export const url = (process.env.SLUICE_URL ?? 'http://127.0.0.1:4600').replace(/\/$/, '');

/** A token of a local server, of the user that `--user` names. */
async function localToken(user: string): Promise<string> {
  const response = await fetch(`${url}/_local/token`, { method: 'POST', body: JSON.stringify({ user }) });
  if (!response.ok) throw new Refused(401, { detail: 'Set SLUICE_TOKEN to an access token.' });
  return ((await response.json()) as { access_token: string }).access_token;
}

let issued: Promise<string> | undefined;

/** The token of `SLUICE_TOKEN`, or one of a local server: the same for every call, until it has run out. */
async function withToken(user: string, send: (token: string) => Promise<Response>): Promise<Response> {
  const { SLUICE_TOKEN } = process.env;
  if (SLUICE_TOKEN !== undefined) return send(SLUICE_TOKEN);
  const known = issued;
  issued ??= localToken(user);
  const response = await send(await issued);
  if (response.status !== 401 || known === undefined) return response;
  issued = localToken(user);
  return send(await issued);
}

/** Calls the API; throws Refused for anything but success. */
export async function call<T>(
  user: string,
  method: string,
  path: string,
  body?: unknown,
  type = 'application/json',
): Promise<T> {
  let response: Response;
  try {
    response = await withToken(user, (token) =>
      fetch(`${url}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': type }) },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(503, { detail: `Nothing answers at ${url}. Start Sluice with npm start, or set SLUICE_URL.` });
  }
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Refused(response.status, answer);
  return answer as T;
}
