import type { SocketStore, Sockets } from './socket-ports.ts';

export interface PokePorts {
  store: SocketStore;
  sockets: Sockets;
  clock: { now(): number };
}

/**
 * Tells whoever follows them that runs moved: `{runId}` and nothing else, so that what is shown comes through the API with its own
 * checks. Never throws: a poke that fails is told to `onError`, and a connection that is gone is forgotten.
 */
export async function pokeFollowers(
  { store, sockets, clock }: PokePorts,
  runs: Iterable<string>,
  onError: (error: unknown) => void,
): Promise<void> {
  const now = clock.now();
  const found = async (topic: string) =>
    store.followers(topic, now).catch((error: unknown) => {
      onError(error);
      return [];
    });
  const gone = new Set<string>();
  const poke = async (connection: string, runId: string) => {
    try {
      if (gone.has(connection) || (await sockets.send(connection, { runId })) || gone.has(connection)) return;
      gone.add(connection);
      await store.remove(connection, ['all', runId]);
    } catch (error) {
      onError(error);
    }
  };
  const moved = new Set(runs);
  if (moved.size === 0) return;
  const everywhere = await found('all');
  await Promise.all(
    [...moved].map(async (run) => {
      const followers = new Set([...everywhere, ...(await found(run))]);
      await Promise.all([...followers].map((connection) => poke(connection, run)));
    }),
  );
}
