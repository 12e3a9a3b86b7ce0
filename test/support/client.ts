import { until } from './until.ts';

/** One answer of the API, its body parsed when it is JSON. */
export interface Answer<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: T;
}

/** A mail as `GET /_local/mail` lists it. */
export interface Mail {
  id: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
}

/** What the tests read of `GET /v1/runs/{run}`. */
export interface RunView {
  id: string;
  status: string;
  outcome?: string;
  generation: number;
  version: number;
  steps: {
    path: string;
    status: string;
    reason?: string;
    attempt: number;
    error?: { type: string; message: string };
  }[];
  checkpoints: { id: string; step: string; status: string; expiresAt: string }[];
  actions: string[];
  output?: unknown;
}

type User = 'admin' | 'operator' | 'viewer';

/** Speaks to a running Sluice the way a user does: HTTP with a token, and the mailbox. */
export class Client {
  readonly url: string;
  readonly #tokens = new Map<User, Promise<string>>();

  constructor(url: string) {
    this.url = url;
  }

  token(user: User = 'admin'): Promise<string> {
    const known = this.#tokens.get(user);
    if (known !== undefined) return known;
    const token = fetch(`${this.url}/_local/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user }),
    })
      .then((response) => response.json() as Promise<{ access_token: string }>)
      .then((answer) => answer.access_token);
    this.#tokens.set(user, token);
    return token;
  }

  async call<T = Record<string, unknown>>(
    method: string,
    path: string,
    options: { body?: unknown; as?: User | 'nobody'; headers?: Record<string, string> } = {},
  ): Promise<Answer<T>> {
    const headers: Record<string, string> = { ...options.headers };
    if (options.as !== 'nobody') headers.authorization ??= `Bearer ${await this.token(options.as)}`;
    const text = typeof options.body === 'string';
    if (options.body !== undefined) headers['content-type'] ??= text ? 'application/yaml' : 'application/json';
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers,
      ...(options.body === undefined ? {} : { body: text ? String(options.body) : JSON.stringify(options.body) }),
    });
    const raw = await response.text();
    const json = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, body: (json ? JSON.parse(raw) : raw) as T };
  }

  async run(id: string): Promise<RunView> {
    return (await this.call<RunView>('GET', `/v1/runs/${id}`)).body;
  }

  async publish(source: string): Promise<number> {
    const answer = await this.call<{ version: number }>('POST', '/v1/flows', { body: source });
    if (answer.status !== 201) throw new Error(`publish answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body.version;
  }

  async start(
    flow: string,
    params: unknown,
    headers: Record<string, string> = {},
    as: User = 'operator',
  ): Promise<string> {
    const answer = await this.call<{ id: string }>('POST', `/v1/flows/${flow}/runs`, { body: { params }, headers, as });
    if (answer.status !== 201) throw new Error(`start answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body.id;
  }

  reaches(id: string, status: string, limitMs?: number): Promise<RunView> {
    return until(
      `run ${id} to be ${status}`,
      async () => {
        const run = await this.run(id);
        if (run.status === status) return run;
        throw new Error(`it is ${run.status}: ${JSON.stringify(run.steps)}`);
      },
      limitMs,
    );
  }

  async mails(): Promise<Mail[]> {
    const answer = await this.call<Mail[] | { items: Mail[] }>('GET', '/_local/mail', { as: 'nobody' });
    return Array.isArray(answer.body) ? answer.body : answer.body.items;
  }

  /** The approval link of a run, from the mail that brought it; mails name the run. */
  link(run: string, recipient?: string): Promise<string> {
    return until(`a mail with a link of run ${run}`, async () => {
      const mail = (await this.mails()).find(
        (each) => each.text.includes(run) && (recipient === undefined || each.to.includes(recipient)),
      );
      return mail?.text.match(/https?:\/\/\S+\/a\/[^\s>)]+/)?.[0];
    });
  }

  /** Fills in the form of an approval page as a browser without script would, and answers the response to its submission. */
  async decideByLink(
    link: string,
    decision: string,
    comment = '',
    overrides: Record<string, string> = {},
  ): Promise<Response> {
    const page = await (await fetch(link)).text();
    const fields = new URLSearchParams();
    for (const [tag] of page.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)) {
      const name = tag.match(/name="([^"]+)"/)?.[1];
      if (name !== undefined) fields.set(name, tag.match(/value="([^"]*)"/)?.[1] ?? '');
    }
    fields.set('action', decision);
    fields.set('comment', comment);
    return fetch(link, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: new URL(link).origin,
        'sec-fetch-site': 'same-origin',
        ...overrides,
      },
      body: fields.toString(),
    });
  }
}
