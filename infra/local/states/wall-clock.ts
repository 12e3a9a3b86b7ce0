import type { EngineClock } from './ports.ts';

/** Milliseconds that one timer of Node can wait at most. */
const longest = 2_147_483_647;

/** The clock on the wall; far instants are reached in several timers. */
export const wallClock: EngineClock = {
  now: () => Date.now(),
  setTimer(at, fire) {
    let timer: NodeJS.Timeout;
    const set = () => {
      const left = at - Date.now();
      timer = left > longest ? setTimeout(set, longest) : setTimeout(fire, Math.max(0, left));
    };
    set();
    return () => clearTimeout(timer);
  },
};
