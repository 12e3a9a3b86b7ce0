import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { parseDuration } from '../../shared/flow/duration.ts';
import type { DemoServices } from './demo/demo-services.ts';
import { isLocalUser } from './identity/local-users.ts';
import type { createOpenIdProvider, MachineClient } from './identity/openid-provider.ts';
import type { UserPool } from './identity/user-pool.ts';
import { renderMailbox } from './pages/mailbox.ts';
import type { Mailbox } from './ses/mailbox.ts';

export interface LocalServices {
  url: string;
  demo: DemoServices;
  mailbox: Mailbox;
  pool: UserPool;
  openId: ReturnType<typeof createOpenIdProvider>;
  machine: MachineClient | undefined;
  /** Moves the clock ahead; answers the instant that it then shows. */
  advance(milliseconds: number): string;
}

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const page = (response: ServerResponse, body: string) =>
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(body);
const wantsPage = (request: IncomingMessage) => request.headers.accept?.includes('text/html') === true;

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  try {
    return JSON.parse(await text(request)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** What exists on this machine only: sign-in, mailbox, demo services, the clock. False for every other path. */
export async function serveLocal(
  services: LocalServices,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { url, demo, mailbox, pool, openId } = services;
  const path = new URL(request.url ?? '/', url).pathname;
  const mail = /^\/_local\/mail\/([^/]+)$/.exec(path)?.[1];
  if (openId.owns(path)) await openId.handle(request, response);
  else if (path.startsWith('/_local/demo/')) await demo.handle(path.slice('/_local/demo'.length), request, response);
  else if (path === '/_local/mail' && wantsPage(request)) page(response, renderMailbox(mailbox.list()));
  else if (path === '/_local/mail') json(response, 200, mailbox.list());
  else if (mail !== undefined) {
    const found = mailbox.list().find(({ id }) => id === mail);
    if (found === undefined) json(response, 404, { message: 'There is no such mail.' });
    else page(response, found.html);
  } else if (path === '/_local/token' && request.method === 'POST') {
    const { user } = await bodyOf(request);
    if (isLocalUser(user)) json(response, 200, { access_token: await pool.issue(user), token_type: 'Bearer' });
    else json(response, 400, { message: 'There are the users admin, operator and viewer.' });
  } else if (path === '/_local/machine-client' && services.machine !== undefined) {
    const { id, secret, scopes } = services.machine;
    json(response, 200, { client_id: id, client_secret: secret, scopes, token_endpoint: `${url}/_local/oidc/token` });
  } else if (path === '/_local/clock' && request.method === 'POST') {
    const { advance } = await bodyOf(request);
    const parsed = parseDuration(String(advance ?? ''));
    if ('ms' in parsed) json(response, 200, { now: services.advance(parsed.ms) });
    else json(response, 400, { message: 'Name a duration, for instance {"advance":"25h"}.' });
  } else if (path.startsWith('/_local/')) json(response, 404, { message: `There is nothing at ${path}.` });
  else return false;
  return true;
}
