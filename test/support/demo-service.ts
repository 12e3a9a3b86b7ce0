import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { portOf } from './port-of.ts';

/** A service that flows call in tests: it answers as its path asks (`?status=503&delay=20`) and remembers what it was sent. */
export class DemoService {
  readonly received: {
    method: string;
    path: string;
    key: string | undefined;
    headers: IncomingHttpHeaders;
    body: string;
  }[] = [];
  /** Answers 503 this many times before it answers well; by path. */
  readonly failing = new Map<string, number>();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<DemoService> {
    const server = createServer();
    const service = new DemoService(server);
    server.on('request', async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://x');
      const body = await text(request);
      service.received.push({
        method: request.method ?? '',
        path: url.pathname,
        key: request.headers['idempotency-key'] as string | undefined,
        headers: request.headers,
        body,
      });
      const left = service.failing.get(url.pathname) ?? 0;
      if (left > 0) service.failing.set(url.pathname, left - 1);
      const status = left > 0 ? 503 : Number(url.searchParams.get('status') ?? 200);
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(url.searchParams.has('location') ? { location: url.searchParams.get('location') ?? '' } : {}),
        ...(url.searchParams.has('after') ? { 'retry-after': url.searchParams.get('after') ?? '' } : {}),
      });
      response.end(JSON.stringify({ id: url.pathname.split('/').at(-1), open: true }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return service;
  }

  get host(): string {
    return `127.0.0.1:${portOf(this.#server)}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  /** What was received at a path. */
  at(path: string): DemoService['received'] {
    return this.received.filter((each) => each.path === path);
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
