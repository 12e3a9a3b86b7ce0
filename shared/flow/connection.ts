import { secretsIn } from './secrets-of.ts';
import { parseTemplate } from './template.ts';

/** A service that flows call by name; each environment has its own of that name. */
export interface Connection {
  name: string;
  /** The base URL, to which the paths of steps are added. */
  url: string;
  /** Sent with each request, by lower-case name; values may name secrets as `{{ secrets.NAME }}`. */
  headers: Record<string, string>;
}

/** Headers whose value is a credential: never recorded, and of a connection never kept outside of a secret. */
export const credentialHeader = /authorization|(^|-)auth(-|$)|cookie|key|token|secret|password/i;

/** Headers that say how a message is framed or addressed (RFC 9110 §7, RFC 9112 §6), and the one that Sluice sets itself. */
const reserved = [
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'expect',
  'te',
  'idempotency-key',
];
const mostHeaders = 20;

/** What is wrong with a connection, and where: `url`, or `headers.<name>`. */
export interface ConnectionProblem {
  path: string;
  message: string;
}

const hostOf = ({ hostname, port, protocol }: URL) =>
  `${hostname.replace(/^\[|\]$/g, '')}:${port || (protocol === 'https:' ? '443' : '80')}`;

/**
 * What is wrong with a base URL; undefined when nothing is. `allowed` holds the `host:port` pairs that may be called without
 * TLS. The message never repeats a user name or password.
 */
export function baseUrlProblem(text: string, allowed: ReadonlySet<string>): string | undefined {
  if (text.includes('{{'))
    return 'A base URL holds no expressions: each environment has a connection of this name with a URL of its own.';
  const url = URL.parse(text);
  if (url === null || !['https:', 'http:'].includes(url.protocol))
    return 'This is no base URL. Write the whole of it, for instance https://crm.example.com/v2.';
  if (url.username !== '' || url.password !== '')
    return 'A base URL holds no user name and no password. Put them into a secret and name it in a header: authorization: "Basic {{ secrets.NAME }}".';
  if (text.includes('?') || text.includes('#'))
    return 'A base URL ends with its path. Write query: in the steps that call it.';
  if (url.protocol === 'http:' && !allowed.has(hostOf(url)))
    return `Requests to ${hostOf(url)} would not be encrypted. Write https://, or add the host and port to the deployment’s parameter HttpAllow.`;
  return [url.href, url.href.replace(/\/$/, '')].includes(text) ? undefined : `Write it as "${url.href}".`;
}

function headerProblem(name: string, value: string): string | undefined {
  if (!/^[a-z][a-z0-9_-]{0,63}$/i.test(name))
    return 'The name of a header has at most 64 letters, digits, hyphens and underscores, and begins with a letter.';
  if (reserved.includes(name.toLowerCase())) return 'This header is set by Sluice, for each request anew.';
  if (/[^\u0020-\u007e]/.test(value)) return 'The value of a header is one line of printable ASCII (RFC 9110 §5.5).';
  const { parts, open } = parseTemplate(value);
  if (open !== undefined) return 'This {{ is never closed.';
  for (const part of parts)
    if (part.type === 'expression' && !/^secrets\.[A-Z][A-Z0-9_]{0,63}$/.test(part.source))
      return 'A header may name secrets and nothing else: {{ secrets.NAME }}. What is computed belongs into a secret, or into the step.';
  if (credentialHeader.test(name) && secretsIn(value).length === 0)
    return 'This header carries a credential, and a connection keeps none: put the value into a secret (PUT /v1/environments/{environment}/secrets/NAME) and write {{ secrets.NAME }}.';
  return undefined;
}

/** Everything that is wrong with a connection's URL and headers. No message repeats the value of a header. */
export function connectionProblems(
  { url, headers }: Pick<Connection, 'url' | 'headers'>,
  allowed: ReadonlySet<string>,
): ConnectionProblem[] {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  const problems = Object.entries(headers).map(([name, value], index) => ({
    path: `headers.${name}`,
    message:
      headerProblem(name, value) ??
      (names.indexOf(name.toLowerCase()) < index ? 'This header is given twice.' : undefined),
  }));
  return [
    { path: 'url', message: baseUrlProblem(url, allowed) },
    {
      path: 'headers',
      message: names.length > mostHeaders ? `A connection has at most ${mostHeaders} headers.` : undefined,
    },
    ...problems,
  ].flatMap(({ path, message }) => (message === undefined ? [] : [{ path, message }]));
}

const separator = /[/\\]|%(?:25)*(?:2f|5c)/i;
/** `.` and `..` as servers read them: percent-encoded, however often, with spaces or path parameters behind. */
const dotSegment = /^(?:\.|%(?:25)*2e){1,2} *(?:;.*)?$/i;

/** Why a path would lead out of the base URL that it is added to (WHATWG URL, "path state"); undefined when it does not. */
export function pathProblem(text: string): string | undefined {
  const path = text.split(/[?#]/)[0] ?? '';
  if (!path.startsWith('/')) return 'it does not begin with "/"';
  if (/^\/[/\\]/.test(path)) return 'it begins with "//", which names another host';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: URLs drop some of them, which would make other segments
  if (/[\\\u0000-\u001f\u007f]/.test(path)) return 'it holds a backslash or a control character';
  if (path.split(separator).some((segment) => dotSegment.test(segment))) return 'it holds the segment "." or ".."';
  return undefined;
}
