import { once } from 'node:events';
import type { Server } from 'node:http';
import type { DocumentFile } from './document-file.ts';

/** Listens on a port of this machine; 0 picks one. */
export async function listenOn(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port.');
  return address.port;
}

/**
 * Listens on a port. 0 picks one: the one that was picked before, when it is free, for runs remember the URLs that they started with.
 * Throws, saying what to set, when the port that was asked for is taken.
 */
export async function listen(
  server: Server,
  asked: number,
  kept: DocumentFile<Record<string, number>>,
  variable: string,
): Promise<number> {
  const taken = (error: unknown) => (error as { code?: string }).code === 'EADDRINUSE';
  const port = await listenOn(server, asked === 0 ? (kept.value[variable] ?? 0) : asked).catch((error: unknown) => {
    if (!taken(error)) throw error;
    if (asked === 0) return listenOn(server, 0);
    throw new Error(`Port ${asked} is taken. Set ${variable} to another one, or to 0 for any that is free.`);
  });
  kept.value[variable] = port;
  kept.save();
  return port;
}
