import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { DocumentFile } from '../document-file.ts';

interface Received {
  at: string;
  path: string;
  idempotencyKey: string;
  body: unknown;
}

/** What the sample flows call: contracts to look up, payments, accounts and messages to make; `?status=` and `?delay=` provoke. */
export class DemoServices {
  readonly #received: DocumentFile<Received[]>;

  constructor(file: string) {
    this.#received = new DocumentFile(file, []);
  }

  async handle(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://local');
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const body = await text(request);
    if (request.method === 'GET' && path === '/payments' && url.search === '')
      return void answer(200, { items: this.#received.value.filter((each) => each.path === '/payments') });
    const status = Number(url.searchParams.get('status') ?? 200);
    const key = request.headers['idempotency-key'];
    if (request.method !== 'GET' && status < 400) {
      const known = this.#received.value.find((each) => each.idempotencyKey === key && each.path === path);
      if (known === undefined) {
        this.#received.value.unshift({
          at: new Date().toISOString(),
          path,
          idempotencyKey: String(key ?? ''),
          body: body === '' ? null : JSON.parse(body),
        });
        this.#received.save();
      }
    }
    await setTimeout(Number(url.searchParams.get('delay') ?? 0));
    if (status !== 200) return void answer(status, { message: `You asked for ${status}.` });
    const contract = /^\/contracts\/(.+)$/.exec(path)?.[1];
    answer(
      request.method === 'GET' ? 200 : 201,
      contract === undefined
        ? { accepted: true, id: key ?? null }
        : { id: decodeURIComponent(contract), open: true, currency: 'EUR' },
    );
  }
}
