import { expect, it } from 'vitest';
import { pokeFollowers } from '../../../shared/commands/poke-followers.ts';

/** Followers by topic, connections that are gone or cannot be reached, and what was sent and forgotten. */
function bench(followers: Record<string, string[]>, { gone = [] as string[], broken = [] as string[] } = {}) {
  const sent: string[] = [];
  const forgotten: string[] = [];
  const ports: Parameters<typeof pokeFollowers>[0] = {
    clock: { now: () => 0 },
    store: {
      subscribe: async () => undefined,
      followers: async (topic) => {
        if (topic === 'away') throw new Error('the table is away');
        return followers[topic] ?? [];
      },
      remove: async (connection) => void forgotten.push(connection),
    },
    sockets: {
      async send(connection, message) {
        if (broken.includes(connection)) throw new Error(`${connection} is broken`);
        if (!gone.includes(connection)) sent.push(`${connection} ${JSON.stringify(message)}`);
        return !gone.includes(connection);
      },
      close: async () => undefined,
    },
  };
  const errors: string[] = [];
  const poke = (runs: string[]) => pokeFollowers(ports, runs, (error) => errors.push((error as Error).message));
  return { poke, sent, forgotten, errors };
}

it('pokes each follower once per run, however often the run moved', async () => {
  const { poke, sent } = bench({ all: ['a'], r1: ['a', 'b'], r2: ['c'] });
  await poke(['r1', 'r1', 'r2', 'r1']);
  expect(sent.sort()).toEqual(['a {"runId":"r1"}', 'a {"runId":"r2"}', 'b {"runId":"r1"}', 'c {"runId":"r2"}']);
});

it('forgets once whoever is gone, and one failure keeps nobody else from being poked', async () => {
  const { poke, sent, forgotten, errors } = bench(
    { all: ['gone', 'broken', 'a'], r1: ['b'] },
    { gone: ['gone'], broken: ['broken'] },
  );
  await poke(['r1', 'away']);
  expect(sent.sort()).toEqual(['a {"runId":"away"}', 'a {"runId":"r1"}', 'b {"runId":"r1"}']);
  expect(forgotten).toEqual(['gone']);
  expect(errors.sort()).toEqual(['broken is broken', 'broken is broken', 'the table is away']);
});
