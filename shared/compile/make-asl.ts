import type { Flow } from '../flow/flow.ts';
import { describeUnit } from './describe.ts';
import { createNames } from './names.ts';
import type { Plan, PlanNode, StateMachineDefinition, Unit } from './plan.ts';

type State = Record<string, unknown>;
type States = Record<string, State>;

/** What follows a state: the next one, or the end of the machine or branch. */
type Then = { Next: string } | { End: true };

/** Errors of the way to Lambda, not of the work (Step Functions guide, "Handle transient Lambda service exceptions"). */
const transport = {
  ErrorEquals: [
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
  ],
  IntervalSeconds: 1,
  BackoffRate: 2,
  MaxDelaySeconds: 30,
  MaxAttempts: 8,
  JitterStrategy: 'FULL',
};

/** The worker died, or could not reach its store: safe to repeat, because the log says what was done. */
const crash = {
  ErrorEquals: ['States.Timeout', 'Lambda.Unknown', 'Runtime.ExitError', 'Sandbox.Timedout', 'Unavailable'],
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  MaxAttempts: 5,
  JitterStrategy: 'FULL',
};

const payload = (unit: Unit) => ({
  runId: '{% $states.context.Execution.Input.runId %}',
  generation: '{% $states.context.Execution.Input.generation %}',
  unit: unit.id,
});

/** Seconds that opening a checkpoint, starting a wait or closing may take before the state is repeated. */
const shortSeconds = 60;
/** Seconds of the longest machine that Step Functions runs: a year (Step Functions quotas). */
const yearSeconds = 31_536_000;

/** Whether a unit can be told to come back later: it has a step that leaves the process. */
function canRetryLater(unit: Unit, flow: Flow): boolean {
  return unit.kind === 'work' && flow.steps.some((step) => step.kind === 'http' && unit.steps.includes(step.id));
}

interface Place {
  flow: Flow;
  plan: Plan;
  states: States;
  /** Names for states that are no units; those of units are taken. */
  name: (wanted: string) => string;
  /** Inside a branch: the state that ends the branch, so that a crash never aborts its siblings. */
  branchEnd: string | undefined;
}

function catchers(place: Place, retry?: { Next: string }): State {
  const list = [
    ...(retry === undefined
      ? []
      : [
          {
            ErrorEquals: ['RetryLater'],
            Output: { retryAt: '{% $parse($states.errorOutput.Cause).errorMessage %}' },
            ...retry,
          },
        ]),
    ...(place.branchEnd === undefined ? [] : [{ ErrorEquals: ['States.ALL'], Output: {}, Next: place.branchEnd }]),
  ];
  return list.length === 0 ? {} : { Catch: list };
}

/** Adds the state or states of a unit and answers the name of the first. */
function addUnit(place: Place, unit: Unit, then: Then): string {
  const { states, flow } = place;
  const comment = { Comment: describeUnit(unit, flow) };
  if (unit.kind === 'gate') {
    states[unit.id] = {
      Type: 'Task',
      ...comment,
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: {
        FunctionName: '${OpenCheckpoint}',
        Payload: { ...payload(unit), taskToken: '{% $states.context.Task.Token %}' },
      },
      Output: {},
      Retry: [transport, { ...crash, ErrorEquals: crash.ErrorEquals.filter((each) => each !== 'States.Timeout') }],
      ...catchers(place),
      ...then,
    };
    return unit.id;
  }
  const later = canRetryLater(unit, flow) ? place.name(`${unit.id} · try again`) : undefined;
  const until = unit.kind === 'wait' ? place.name(`${unit.id} · until`) : undefined;
  states[unit.id] = {
    Type: 'Task',
    ...comment,
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: '${RunStep}', Payload: payload(unit) },
    Output: until === undefined ? {} : { until: '{% $states.result.Payload.until %}' },
    TimeoutSeconds: unit.kind === 'work' ? unit.timeoutSeconds : shortSeconds,
    Retry: [transport, crash],
    ...catchers(place, later === undefined ? undefined : { Next: later }),
    ...(until === undefined ? then : { Next: until }),
  };
  if (later !== undefined)
    states[later] = {
      Type: 'Wait',
      Comment: 'Entered only when a step has to be tried again',
      Timestamp: '{% $states.input.retryAt %}',
      Output: {},
      Next: unit.id,
    };
  if (until !== undefined)
    states[until] = { Type: 'Wait', Timestamp: '{% $states.input.until %}', Output: {}, ...then };
  return unit.id;
}

function addParallel(place: Place, node: Extract<PlanNode, { type: 'parallel' }>, then: Then): string {
  const branches = node.branches.map((branch) => {
    const states: States = {};
    const end = place.name(`branch ${node.branches.indexOf(branch) + 1} of ${node.id} broke`);
    const start = addNode({ ...place, states, branchEnd: end }, branch, { End: true });
    states[end] = { Type: 'Succeed', Comment: 'The other branches go on; closing interrupts the run' };
    return { StartAt: start, States: states };
  });
  place.states[node.id] = { Type: 'Parallel', Branches: branches, Output: {}, ...catchers(place), ...then };
  return node.id;
}

function addNode(place: Place, node: PlanNode, then: Then): string {
  if (node.type === 'parallel') return addParallel(place, node, then);
  if (node.type === 'unit') return addUnit(place, place.plan.units[node.unit] as Unit, then);
  let next = then;
  for (const child of node.children.toReversed()) next = { Next: addNode(place, child, next) };
  if (!('Next' in next)) throw new Error('A sequence has at least one child.');
  return next.Next;
}

function parallelIds(node: PlanNode): string[] {
  if (node.type === 'unit') return [];
  const inner = (node.type === 'sequence' ? node.children : node.branches).flatMap(parallelIds);
  return node.type === 'parallel' ? [node.id, ...inner] : inner;
}

/** States in the order in which they run, so that the definition reads from top to bottom. */
function inReadingOrder(start: string, states: States): States {
  const ordered: States = {};
  const open = [start];
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    const state = states[name];
    if (state === undefined || name in ordered) continue;
    ordered[name] = state;
    const next = [state.Next, ...((state.Catch as { Next: string }[] | undefined) ?? []).map((each) => each.Next)];
    open.push(...next.filter((each): each is string => typeof each === 'string'));
  }
  return ordered;
}

/**
 * The state machine of a plan, in the JSONata dialect of the Amazon States Language (https://states-language.net). Nothing of a
 * run's data travels through it: a state is given `{runId, generation, unit}` from the execution's input.
 */
export function makeAsl(flow: Flow, plan: Plan): StateMachineDefinition {
  const states: States = {};
  const name = createNames();
  for (const id of [...Object.keys(plan.units), ...parallelIds(plan.root)]) name(id);
  const start = addNode({ flow, plan, states, name, branchEnd: undefined }, plan.root, { End: true });
  const each = Object.values(plan.units).map((unit) => `${unit.id} (${describeUnit(unit, flow)})`);
  return {
    Comment: `${flow.title}, compiled by Sluice. ${each.join(', ')}`,
    QueryLanguage: 'JSONata',
    TimeoutSeconds: Math.min(yearSeconds, Math.max(1, Math.ceil(flow.limits.timeoutMs / 1000))),
    StartAt: start,
    States: inReadingOrder(start, states),
  };
}
