import { evaluate, evaluateAs, evaluationError } from '../evaluate.ts';
import { type Frame, field, type StateType } from '../frame.ts';
import type { Data, Machine, Waiting } from '../model.ts';
import { StatesError } from '../states-error.ts';

/** Iterations that an inline Map runs at a time at most (Step Functions guide, "Inline mode"). */
const mostAtOnce = 40;

async function itemsOf(frame: Frame): Promise<Data[]> {
  if (frame.state.Items !== undefined) return evaluateAs<Data[]>('array', frame.state.Items, 'Items', frame.bindings());
  if (!Array.isArray(frame.thread.input))
    throw evaluationError(
      frame.bindings(),
      `Map state input must be an array but was: ${JSON.stringify(frame.thread.input)}`,
    );
  return frame.thread.input;
}

/** Starts iteration `index` of the Map that the frame's thread is parked in. */
export async function startIteration(
  frame: Frame,
  waiting: Extract<Waiting, { kind: 'branches' }>,
  index: number,
): Promise<void> {
  const value = waiting.items?.[index] ?? null;
  const mapItem = { Index: index, Value: value };
  const started = frame.record(
    'MapIterationStarted',
    { name: frame.thread.state, index },
    { previous: waiting.last, keep: true },
  );
  const input =
    frame.state.ItemSelector === undefined
      ? value
      : await evaluate(frame.state.ItemSelector, 'ItemSelector', frame.bindings({ mapItem }));
  frame.spawn({
    index,
    scope: [...frame.thread.scope, frame.thread.state, 0],
    input,
    previous: started,
    start: (frame.state.ItemProcessor as Machine).StartAt,
    mapItem,
  });
}

/** Map (inline) runs its processor for each item; its result is the list of their outputs in order (States Language, "Map State"). */
export const map: StateType = {
  async enter(frame) {
    try {
      const items = await itemsOf(frame);
      for (const name of ['ToleratedFailureCount', 'ToleratedFailurePercentage'])
        if (frame.state[name] !== undefined) await field(frame, name);
      const asked =
        frame.state.MaxConcurrency === undefined
          ? 0
          : await evaluateAs<number>('number', frame.state.MaxConcurrency, 'MaxConcurrency', frame.bindings());
      const atOnce = Math.min(items.length, asked > 0 ? asked : mostAtOnce, mostAtOnce);
      const started = frame.record('MapStateStarted', { length: items.length });
      const waiting: Extract<Waiting, { kind: 'branches' }> = {
        kind: 'branches',
        results: items.map(() => undefined),
        left: items.length,
        next: atOnce,
        items,
        last: started,
      };
      frame.park(waiting);
      for (let index = 0; index < atOnce; index++) await startIteration(frame, waiting, index);
    } catch (error) {
      if (!(error instanceof StatesError)) throw error;
      if (error.evaluation)
        frame.record(
          'EvaluationFailed',
          {
            error: error.error,
            cause: error.cause,
            state: frame.thread.state,
            ...(error.location === undefined ? {} : { location: error.location }),
          },
          { previous: frame.thread.before },
        );
      frame.record('MapStateFailed');
      throw new StatesError(error.error, error.cause);
    }
  },
};
