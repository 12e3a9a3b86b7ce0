import type { StateType } from '../frame.ts';
import type { Machine } from '../model.ts';

/** Parallel runs its branches side by side; its result is the list of their outputs (States Language, "Parallel State"). */
export const parallel: StateType = {
  async enter(frame) {
    const branches = frame.state.Branches as Machine[];
    const started = frame.record('ParallelStateStarted');
    frame.park({
      kind: 'branches',
      results: branches.map(() => undefined),
      left: branches.length,
      next: branches.length,
      last: started,
    });
    for (const [index, branch] of branches.entries()) {
      frame.spawn({
        index,
        scope: [...frame.thread.scope, frame.thread.state, index],
        input: frame.thread.input,
        previous: started,
        start: branch.StartAt,
      });
    }
  },
};
