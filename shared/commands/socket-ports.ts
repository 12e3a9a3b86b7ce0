/** What a connection of the WebSocket API wants to hear of. */
export interface Subscription {
  connection: string;
  runs: 'all' | readonly string[];
  /** When it was asked for, in milliseconds; of two, the later one holds. */
  at: number;
  /** When the token runs out that it was asked with, in seconds as time-to-live attributes are. */
  expiresAt: number;
}

/** Who follows which runs. */
export interface SocketStore {
  /** Replaces what the connection followed before. */
  subscribe(subscription: Subscription): Promise<void>;
  /** Connections that follow a run, or all runs, and whose token is still good at an instant in milliseconds. */
  followers(topic: string, now: number): Promise<string[]>;
  /** Forgets a connection that is gone, its place at every topic that it follows, and at those where it was found. */
  remove(connection: string, found?: readonly string[]): Promise<void>;
}

/** The open connections of the WebSocket API. */
export interface Sockets {
  /** Sends a message as JSON; false when the connection is gone. */
  send(connection: string, message: unknown): Promise<boolean>;
  close(connection: string): Promise<void>;
}
