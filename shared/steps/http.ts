import { Agent, fetch, type Response } from 'undici';
import type { Json } from '../run/events.ts';
import { type Allowed, checkedLookup, checkUrl } from './checked-address.ts';
import { StepFailure } from './step-failure.ts';

/** A request whose templates have been evaluated. */
export interface EvaluatedRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  query: Record<string, unknown>;
  /** Names of headers that are meant for the origin of the URL alone: those with a secret, and those of a connection. */
  bound?: readonly string[];
  /** The connection that it goes through, and which of the headers are credentials of the connection. */
  connection?: { name: string; credentials: readonly string[] };
  body?: { type: string; text: string };
}

export interface HttpOptions {
  /** Sent with every method but GET and HEAD; the same over all attempts. */
  idempotencyKey: string;
  timeoutMs: number;
  allowed: Allowed;
  now(): number;
  /** Takes secrets out of a text before it is cut: a cut one would not be found. Texts without secrets stay as they are. */
  redact?: (text: string) => string;
}

/** Bytes that an answer may have, unpacked. */
const mostBytes = 5 * 1024 * 1024;
const mostRedirects = 5;
/** Characters of a refused request's answer that are recorded. */
const shownCharacters = 2_048;

const itself = (text: string) => text;
const retryableStatus = new Set([408, 425, 429]);
/** Headers that belong to one origin and do not follow a redirect to another. */
const credentials = ['authorization', 'cookie', 'proxy-authorization', 'x-api-key'];

const open = new Agent({ connect: { lookup: checkedLookup(true) }, headersTimeout: 0, bodyTimeout: 0 });
const checked = new Agent({ connect: { lookup: checkedLookup(false) }, headersTimeout: 0, bodyTimeout: 0 });

/** Milliseconds that `Retry-After` asks for: seconds or a date (RFC 9110 §10.2.3). */
export function retryAfterMs(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

async function readBody(response: Response): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > mostBytes)
      throw new StepFailure('Http.TooLarge', `The answer has more than ${mostBytes / 1024 / 1024} MB.`, {
        suggestion: 'Ask the service for less: a page, or a link to the data.',
      });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (url === null) throw new StepFailure('Http.Url', `"${text.slice(0, 200)}" is no URL.`);
  return url;
}

/** Follows redirects one by one, each address checked anew; other origins get no credentials (RFC 9110 §15.4). */
async function exchange(
  request: EvaluatedRequest,
  { idempotencyKey, allowed, redact = itself }: HttpOptions,
  signal: AbortSignal,
): Promise<Response> {
  let { method, body } = request;
  let url = parseUrl(request.url);
  for (const [name, value] of Object.entries(request.query))
    url.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  const headers = new Headers(request.headers);
  if (method !== 'GET' && method !== 'HEAD') headers.set('idempotency-key', idempotencyKey);
  for (let hop = 0; ; hop++) {
    if (body !== undefined && !headers.has('content-type')) headers.set('content-type', body.type);
    if (!headers.has('user-agent')) headers.set('user-agent', 'sluice');
    const dispatcher = checkUrl(url, allowed).open ? open : checked;
    const response = await fetch(url, {
      method,
      headers: Object.fromEntries(headers),
      redirect: 'manual',
      signal,
      dispatcher,
      ...(body === undefined ? {} : { body: body.text }),
    });
    const location = response.headers.get('location');
    if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return response;
    await response.body?.cancel();
    if (hop === mostRedirects)
      throw new StepFailure(
        'Http.Redirects',
        `More than ${mostRedirects} redirects, the last to ${location.slice(0, 200)}.`,
      );
    const next = parseUrl(location, url);
    if (next.origin !== url.origin) for (const name of [...credentials, ...(request.bound ?? [])]) headers.delete(name);
    if (response.status === 303 || (response.status < 303 && method === 'POST')) {
      method = 'GET';
      body = undefined;
      headers.delete('content-type');
    }
    if (body !== undefined && next.origin !== url.origin && redact(body.text) !== body.text)
      throw new StepFailure(
        'Http.Redirect',
        `${url.origin} sends the request on to ${next.origin}, and its body holds a secret.`,
        { suggestion: 'Name the address that it is sent on to, if that one may have the secret.' },
      );
    url = next;
  }
}

function networkFailure(error: unknown, url: string): StepFailure {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof StepFailure) return cause;
  const { message, code } = cause as { message?: string; code?: string };
  return new StepFailure(
    'Http.Network',
    `${url.split('?')[0]?.slice(0, 200)} could not be reached: ${code ?? message ?? String(cause)}`,
    { retryable: true, suggestion: 'Check the address, and add retry: if the service may be away for a while.' },
  );
}

/** Makes one attempt of an http step. Answers `{status, headers, body}`; anything but 2xx fails with `Http.Status`. */
export async function callHttp(request: EvaluatedRequest, options: HttpOptions): Promise<Json> {
  const signal = AbortSignal.timeout(options.timeoutMs);
  const { redact = itself } = options;
  try {
    const response = await exchange(request, options, signal);
    const text = await readBody(response);
    const headers = Object.fromEntries(response.headers);
    if (!response.ok) {
      throw new StepFailure(
        'Http.Status',
        `${request.method} ${request.url.split('?')[0]} answered ${response.status} ${response.statusText}`.trim(),
        {
          retryable: retryableStatus.has(response.status) || response.status >= 500,
          retryAfterMs: retryAfterMs(response.headers.get('retry-after'), options.now()),
          suggestion:
            response.status >= 500
              ? 'The service failed. A step with retry: tries again when it may recover.'
              : response.status === 401 || response.status === 403
                ? 'Check the credentials that the step sends.'
                : 'Check what the step sends; its answer is in the details.',
          details: { status: response.status, body: redact(text).slice(0, shownCharacters) },
        },
      );
    }
    return {
      status: response.status,
      headers,
      body: parseBody(text, response.headers.get('content-type') ?? '', redact),
    };
  } catch (error) {
    if (error instanceof StepFailure) throw error;
    if (signal.aborted)
      throw new StepFailure(
        'Http.Timeout',
        `${request.method} ${request.url.split('?')[0]} did not end within ${options.timeoutMs / 1000} s.`,
        { retryable: true, suggestion: 'Give the step a longer timeout.' },
      );
    throw networkFailure(error, request.url);
  }
}

function parseBody(text: string, type: string, redact: (text: string) => string): Json {
  if (!/[/+]json\b/i.test(type) || text === '') return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new StepFailure('Http.Body', `The answer says ${type} and is not JSON.`, {
      details: { body: redact(text).slice(0, shownCharacters) },
    });
  }
}
