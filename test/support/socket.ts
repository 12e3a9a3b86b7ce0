import { WebSocket } from 'ws';
import { until } from './until.ts';

/** What the WebSocket API says. */
export interface SocketMessage {
  runId?: string;
  subscribed?: 'all' | string[];
  until?: string;
  error?: string;
  message?: string;
}

/** A client of the WebSocket API that remembers what it was told. */
export class TestSocket {
  readonly messages: SocketMessage[] = [];
  readonly socket: WebSocket;
  /** Close code, once the connection has ended. */
  closed: number | undefined;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => this.messages.push(JSON.parse(data.toString()) as SocketMessage));
    socket.on('close', (code) => {
      this.closed = code;
    });
  }

  static open(url: string): Promise<TestSocket> {
    const socket = new WebSocket(url);
    const made = new TestSocket(socket);
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(made));
      socket.once('error', reject);
    });
  }

  send(message: unknown): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Subscribes and waits for what is answered. */
  async subscribe(token: unknown, runs: unknown): Promise<SocketMessage> {
    const before = this.messages.length;
    this.send({ action: 'subscribe', token, runs });
    return this.told('the answer to the subscription', (each) => each.runId === undefined, before);
  }

  /** The first message from a place on that a test holds of. */
  told(what: string, holds: (message: SocketMessage) => boolean, from = 0): Promise<SocketMessage> {
    return until(what, async () => this.messages.slice(from).find(holds));
  }

  poked(run: string): Promise<SocketMessage> {
    return this.told(`a poke of run ${run}`, ({ runId }) => runId === run);
  }

  ended(): Promise<number> {
    return until('the connection to end', async () => this.closed);
  }

  close(): void {
    this.socket.close();
  }
}
