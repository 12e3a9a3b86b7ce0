import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { oneAtATime } from '../../../functions/console/src/api/one-at-a-time.ts';

/** Work that ends when it is told to. */
function work() {
  const ends: (() => void)[] = [];
  return {
    begun: () => ends.length,
    end: async (nth: number) => {
      ends[nth - 1]?.();
      await setImmediate();
    },
    run: () => new Promise<void>((resolve) => ends.push(resolve)),
  };
}

it('is done once more for all who asked while it was under way, and what goes on is not broken off', async () => {
  const ask = oneAtATime();
  const fetching = work();
  for (let times = 0; times < 5; times++) ask('run', fetching.run);
  expect(fetching.begun()).toBe(1);
  await fetching.end(1);
  expect(fetching.begun()).toBe(2);
  await fetching.end(2);
  expect(fetching.begun()).toBe(2);
  ask('run', fetching.run);
  expect(fetching.begun()).toBe(3);
});

it('keeps works of other names apart', () => {
  const ask = oneAtATime();
  const [one, other] = [work(), work()];
  ask('one', one.run);
  ask('other', other.run);
  expect([one.begun(), other.begun()]).toEqual([1, 1]);
});
