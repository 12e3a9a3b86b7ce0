import { contextObject } from './context-object.ts';
import type { Bindings } from './evaluate.ts';
import { evaluate } from './evaluate.ts';
import { carried, type Frame } from './frame.ts';
import { resultOf } from './lambda-answer.ts';
import {
  type Data,
  type Execution,
  type HistoryEvent,
  type Machine,
  machineAt,
  type StateDefinition,
  type Thread,
  type Waiting,
} from './model.ts';
import type { EngineClock, LambdaAnswer } from './ports.ts';
import { catcherOf, nextRetryMs } from './retry.ts';
import { StatesError } from './states-error.ts';
import { startIteration } from './types/map.ts';
import { taskFailed, taskNames, taskSucceeded } from './types/task.ts';
import { detailsKey, stateTypes } from './types.ts';

/** Events that a history may have (Step Functions quotas). */
const mostEvents = 25_000;

/** An execution while it is being changed. Nothing outside happens here: what threads are parked for is done after the save. */
export interface Active {
  execution: Execution;
  events: HistoryEvent[];
  /** Threads that were parked in this change. */
  parked: Set<number>;
  begin(): Promise<void>;
  park(thread: Thread, waiting: Waiting, keepSerial?: boolean): void;
  abort(error?: string, cause?: string): void;
  timeOut(): void;
  answer(thread: Thread, answer: { output: Data } | { error: StatesError }): Promise<void>;
  called(id: number, serial: number, answer: LambdaAnswer): Promise<void>;
  due(id: number, serial: number): Promise<void>;
}

const inherited = (mapItem: Thread['mapItem']) => (mapItem === undefined ? {} : { mapItem });

export function activate(execution: Execution, definition: Machine, clock: EngineClock): Active {
  const events: HistoryEvent[] = [];
  const parked = new Set<number>();
  const ready: Thread[] = [];

  const stateOf = (thread: Thread): StateDefinition =>
    machineAt(definition, thread.scope).States[thread.state] as StateDefinition;

  const add = (type: string, previous: number, details?: Record<string, unknown>): number => {
    const id = ++execution.events;
    const key = detailsKey(type);
    events.push({
      id,
      previousEventId: previous,
      timestamp: clock.now() / 1000,
      type,
      ...(details === undefined || key === undefined ? {} : { [key]: details }),
    });
    return id;
  };

  const finish = (status: Execution['status'], fields: Partial<Execution> = {}) => {
    Object.assign(execution, { status, stoppedAt: clock.now(), threads: [] }, fields);
    ready.length = 0;
  };

  const frameOf = (thread: Thread): Frame => {
    const state = stateOf(thread);
    const bindings = (more: Record<string, unknown> = {}): Bindings => ({
      variables: thread.variables,
      states: {
        input: thread.input,
        context: contextObject(execution, thread, more),
        ...('result' in more ? { result: more.result } : {}),
        ...('errorOutput' in more ? { errorOutput: more.errorOutput } : {}),
      },
      state: thread.state,
      entered: thread.entered,
    });
    return {
      execution,
      thread,
      state,
      now: clock.now(),
      machine: (scope) => machineAt(definition, scope),
      bindings,
      record(type, details, options = {}) {
        const id = add(type, options.previous ?? thread.previous, details);
        if (options.keep !== true) thread.previous = id;
        return id;
      },
      park: (waiting) => active.park(thread, waiting),
      spawn({ start, mapItem, ...rest }) {
        const child: Thread = {
          id: ++execution.threadCount,
          parent: thread.id,
          state: start,
          variables: { ...thread.variables },
          before: 0,
          entered: 0,
          enteredAt: 0,
          retries: [],
          serial: 0,
          ...rest,
          ...inherited(mapItem ?? thread.mapItem),
        };
        execution.threads.push(child);
        ready.push(child);
      },
      async leave({ next, result, output = null, fields = state, errorOutput, place = '' }) {
        const more = {
          ...(result === undefined ? {} : { result }),
          ...(errorOutput === undefined ? {} : { errorOutput }),
        };
        const assigned =
          fields.Assign === undefined
            ? undefined
            : ((await evaluate(fields.Assign, `${place}Assign`, bindings(more))) as Record<string, Data>);
        const left =
          fields.Output === undefined ? output : await evaluate(fields.Output, `${place}Output`, bindings(more));
        const text = carried(left, 'output');
        if (assigned !== undefined) {
          carried(assigned, 'Assign');
          Object.assign(thread.variables, assigned);
        }
        const previous = thread.previous;
        thread.previous = add(`${state.Type}StateExited`, previous, {
          name: thread.state,
          output: text,
          outputDetails: { truncated: false },
          ...(assigned === undefined
            ? {}
            : {
                assignedVariables: Object.fromEntries(
                  Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]),
                ),
                assignedVariablesDetails: { truncated: false },
              }),
        });
        delete thread.waiting;
        thread.serial++;
        thread.retries = [];
        if (next === undefined) await endThread(thread, left);
        else {
          thread.state = next;
          thread.input = left;
          ready.push(thread);
        }
      },
    };
  };

  /** A thread came to its end: the execution succeeds, or its parent hears of it. */
  const endThread = async (thread: Thread, output: Data): Promise<void> => {
    execution.threads = execution.threads.filter((each) => each !== thread);
    const parent = execution.threads.find((each) => each.id === thread.parent);
    if (parent === undefined) {
      add('ExecutionSucceeded', thread.previous, {
        output: JSON.stringify(output),
        outputDetails: { truncated: false },
      });
      return finish('SUCCEEDED', { output: JSON.stringify(output) });
    }
    const { waiting } = parent;
    if (waiting?.kind !== 'branches') return;
    waiting.results[thread.index ?? 0] = output;
    waiting.left--;
    const frame = frameOf(parent);
    const isMap = waiting.items !== undefined;
    let ended = thread.previous;
    waiting.last = thread.previous;
    if (isMap) {
      ended = add('MapIterationSucceeded', thread.previous, { name: parent.state, index: thread.index });
      if (waiting.next < waiting.results.length) await startIteration(frame, waiting, waiting.next++);
    }
    if (waiting.left === 0) await finishBranches(frame, waiting, ended);
  };

  const finishBranches = async (frame: Frame, waiting: Extract<Waiting, { kind: 'branches' }>, previous: number) => {
    add(`${frame.state.Type}StateSucceeded`, previous);
    frame.thread.previous = previous;
    const result = waiting.results.map((each) => each ?? null);
    await guarded(frame, () => frame.leave({ next: frame.state.Next as string | undefined, result, output: result }));
  };

  /** Every thread below one. */
  const below = (thread: Thread): Thread[] =>
    execution.threads.filter((each) => each.parent === thread.id).flatMap((each) => [each, ...below(each)]);

  /** Retries, catches, or ends the thread with an error; a parent's retriers and catchers come after. */
  const fail = async (thread: Thread, error: StatesError): Promise<void> => {
    const frame = frameOf(thread);
    const gone = new Set(below(thread));
    execution.threads = execution.threads.filter((each) => !gone.has(each));
    for (const child of gone) ready.splice(0, ready.length, ...ready.filter((each) => each !== child));
    if (error.evaluation)
      thread.previous = add('EvaluationFailed', error.afterEntry ? thread.previous : thread.before, {
        error: error.error,
        cause: error.cause,
        state: thread.state,
        ...(error.location === undefined ? {} : { location: error.location }),
      });
    const delay = nextRetryMs(frame.state, thread, error);
    if (delay !== undefined) return active.park(thread, { kind: 'retry', at: clock.now() + delay });
    const catcher = catcherOf(frame.state, error);
    if (catcher !== undefined) {
      const errorOutput = { Error: error.error ?? null, Cause: error.cause ?? null };
      return guarded(
        frame,
        () =>
          frame.leave({
            next: catcher.Next,
            output: errorOutput,
            errorOutput,
            fields: { ...catcher, Type: frame.state.Type },
            place: `Catch[${catcher.index}]/`,
          }),
        true,
      );
    }
    const parent = execution.threads.find((each) => each.id === thread.parent);
    const details = {
      ...(error.error === undefined ? {} : { error: error.error }),
      ...(error.cause === undefined ? {} : { cause: error.cause }),
    };
    if (parent === undefined) {
      add('ExecutionFailed', thread.previous, details);
      return finish('FAILED', details);
    }
    const isMap = parent.waiting?.kind === 'branches' && parent.waiting.items !== undefined;
    parent.previous = thread.previous;
    if (isMap)
      parent.previous = add('MapIterationFailed', thread.previous, { name: parent.state, index: thread.index });
    parent.previous = add(
      isMap ? 'MapStateFailed' : 'ParallelStateFailed',
      parent.previous,
      isMap ? undefined : details,
    );
    await fail(parent, new StatesError(error.error, error.cause));
  };

  const guarded = async (frame: Frame, act: () => Promise<void>, caught = false): Promise<void> => {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof StatesError)) throw error;
      if (caught) {
        add('ExecutionFailed', frame.thread.previous, { error: error.error, cause: error.cause });
        finish('FAILED', {
          ...(error.error === undefined ? {} : { error: error.error }),
          ...(error.cause === undefined ? {} : { cause: error.cause }),
        });
      } else await fail(frame.thread, error);
    }
  };

  const enter = async (thread: Thread): Promise<void> => {
    const state = stateOf(thread);
    thread.before = thread.previous;
    thread.entered = add(`${state.Type}StateEntered`, thread.previous, {
      name: thread.state,
      input: JSON.stringify(thread.input),
      inputDetails: { truncated: false },
    });
    thread.previous = thread.entered;
    thread.enteredAt = clock.now();
    await run(thread);
  };

  const run = async (thread: Thread): Promise<void> => {
    const frame = frameOf(thread);
    await guarded(frame, async () => {
      await stateTypes[frame.state.Type]?.enter(frame);
      const { waiting } = thread;
      if (waiting?.kind === 'branches' && waiting.results.length === 0)
        await finishBranches(frame, waiting, waiting.last);
      // A Wait whose instant has come does not have to be parked.
      if (waiting?.kind === 'timer' && waiting.at <= clock.now())
        await frame.leave({ next: frame.state.Next as string | undefined, output: thread.input });
    });
  };

  /** Runs every thread that can go on, until all are parked or the execution has ended. */
  const drain = async (): Promise<void> => {
    for (let thread = ready.shift(); thread !== undefined && execution.status === 'RUNNING'; thread = ready.shift()) {
      if (execution.events > mostEvents - 10) {
        const cause = `The execution reached the maximum number of history events (${mostEvents}).`;
        add('ExecutionFailed', thread.previous, { error: 'States.Runtime', cause });
        return finish('FAILED', { error: 'States.Runtime', cause });
      }
      await enter(thread);
    }
  };

  const find = (id: number, serial: number): Thread | undefined =>
    execution.status === 'RUNNING'
      ? execution.threads.find((each) => each.id === id && each.serial === serial)
      : undefined;

  const active: Active = {
    execution,
    events,
    parked,
    async begin() {
      add('ExecutionStarted', 0, {
        input: execution.input,
        inputDetails: { truncated: false },
        roleArn: execution.roleArn,
      });
      const thread: Thread = {
        id: ++execution.threadCount,
        scope: [],
        state: definition.StartAt,
        input: JSON.parse(execution.input) as Data,
        variables: {},
        previous: 0,
        before: 0,
        entered: 0,
        enteredAt: 0,
        retries: [],
        serial: 0,
      };
      execution.threads.push(thread);
      ready.push(thread);
      await drain();
    },
    park(thread, waiting, keepSerial = false) {
      thread.waiting = waiting;
      if (!keepSerial) thread.serial++;
      parked.add(thread.id);
    },
    abort(error, cause) {
      if (execution.status !== 'RUNNING') return;
      const details = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
      add('ExecutionAborted', execution.events, details);
      finish('ABORTED', details);
    },
    timeOut() {
      if (execution.status !== 'RUNNING') return;
      add('ExecutionTimedOut', execution.events, {});
      finish('TIMED_OUT');
    },
    async answer(thread, answer) {
      const frame = frameOf(thread);
      await guarded(frame, async () => {
        if ('error' in answer) taskFailed(frame, answer.error);
        else await taskSucceeded(frame, answer.output);
      });
      await drain();
    },
    async called(id, serial, answer) {
      const thread = find(id, serial);
      if (thread === undefined) return;
      const frame = frameOf(thread);
      await guarded(frame, async () => {
        let result: Data;
        try {
          result = resultOf(answer, !String(frame.state.Resource).startsWith('arn:aws:states:::'));
        } catch (error) {
          if (!(error instanceof StatesError)) throw error;
          return taskFailed(frame, error);
        }
        if (thread.waiting?.kind === 'token') {
          // The call was made; from now on only the token counts.
          const { functionArn: _called, payload: _sent, ...rest } = thread.waiting;
          thread.waiting = rest;
          frame.record('TaskSubmitted', {
            ...taskNames(frame),
            output: carried(result, 'result'),
            outputDetails: { truncated: false },
          });
          return undefined;
        }
        return taskSucceeded(frame, result);
      });
      await drain();
    },
    async due(id, serial) {
      const thread = find(id, serial);
      if (thread?.waiting === undefined) return;
      const { waiting } = thread;
      const frame = frameOf(thread);
      if (waiting.kind === 'timer')
        await guarded(frame, () => frame.leave({ next: frame.state.Next as string | undefined, output: thread.input }));
      else if (waiting.kind === 'retry') {
        delete thread.waiting;
        thread.serial++;
        await run(thread);
      } else if (waiting.kind !== 'branches')
        await guarded(frame, async () => taskFailed(frame, new StatesError('States.Timeout')));
      await drain();
    },
  };
  return active;
}
