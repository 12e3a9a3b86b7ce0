import { pathProblem } from '../connection.ts';
import { parseTemplate } from '../template.ts';
import type { Finding, Rule } from './rule.ts';

/** The url with something harmless in place of its expressions: what they yield is checked when the step is done. */
const literal = (url: string) =>
  parseTemplate(url)
    .parts.map((part) => (part.type === 'text' ? part.text : 'x'))
    .join('');

function check(url: string, connection: unknown): Omit<Finding, 'path'> | undefined {
  if (connection === undefined)
    return url.startsWith('/')
      ? { message: 'A url without a host needs a connection.', hint: 'Add connection: name, or write the whole URL.' }
      : undefined;
  if (/^[a-z][a-z0-9+.-]*:/i.test(url))
    return {
      message: `The connection "${String(connection)}" has the host already: with it, url is a path and no whole URL.`,
      hint: 'Write url: /path, or remove connection.',
    };
  if (!url.startsWith('/'))
    return {
      message: 'With a connection, url begins with "/".',
      hint: `Write url: "/${url.startsWith('{{') ? '{{ … }}' : url}".`,
    };
  const problem = pathProblem(literal(url));
  return problem === undefined
    ? undefined
    : {
        message: `This url would lead out of the connection "${String(connection)}": ${problem}.`,
        hint: 'Write the path below the base URL of the connection.',
      };
}

/** With a connection, `url` is a path that stays below the base URL; without one it is a whole URL. */
export const connectionPath: Rule = {
  code: 'connection-path',
  *check({ steps }) {
    for (const { raw, path } of steps) {
      const { http } = raw;
      if (http === null || typeof http !== 'object') continue;
      const { url, connection } = http as Record<string, unknown>;
      const finding = typeof url === 'string' ? check(url, connection) : undefined;
      if (finding !== undefined) yield { path: [...path, 'http', 'url'], ...finding };
    }
  },
};
