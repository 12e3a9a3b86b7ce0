import { setImmediate, setTimeout } from 'node:timers/promises';

/**
 * Waits until `look` answers something other than undefined or false, looking again and again, and says what it last saw
 * when it gives up. Not a sleep: it returns in the moment that the condition holds.
 */
export async function until<T>(what: string, look: () => Promise<T | undefined | false>, limitMs = 45_000): Promise<T> {
  const deadline = performance.now() + limitMs;
  let last: unknown;
  while (performance.now() < deadline) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen;
      last = seen;
    } catch (error) {
      last = error;
    }
    await setTimeout(25);
    await setImmediate();
  }
  throw new Error(
    `Waited ${limitMs} ms for ${what}; last seen: ${last instanceof Error ? last.stack : JSON.stringify(last)}`,
  );
}
