/** Which checkpoints a compilation keeps: those of the flow, one before every step, or only `approve` steps. */
export type CheckpointMode = 'template' | 'every' | 'none';
export const checkpointModes: readonly CheckpointMode[] = ['template', 'every', 'none'];

/**
 * What one Task state does.
 * - `work`: run-step executes `steps` one after the other (fused).
 * - `gate`: open-checkpoint opens the checkpoint of `step` and waits for its task token.
 *   `before: true` is a `checkpoint:` gate (or one of mode `every`) ahead of a step; otherwise the step is an `approve` step.
 * - `wait`: run-step commits WaitStarted and returns `{until}`; a Wait state follows.
 * - `close`: run-step closes the run when the last unit of the tree could not.
 */
export type Unit = {
  /** Unique in the plan, at most 80 characters, readable: it is also the name of the state. */
  id: string;
  /** The lane this unit commits to: `main`, or `main.<parallel>.<branch>` nested. */
  lane: string;
  /** Lanes whose commits the unit must fold to decide: its own, `main`, and those of every ancestor step. */
  reads: string[];
  /** True for the one unit after which nothing follows: it closes the run. */
  closes: boolean;
} & (
  | { kind: 'work'; steps: string[] /** Seconds, for TimeoutSeconds. */; timeoutSeconds: number }
  | { kind: 'gate'; step: string; before: boolean }
  | { kind: 'wait'; step: string }
  | { kind: 'close' }
);

/** The shape in which units run: one after another, or side by side. */
export type PlanNode =
  | { type: 'unit'; unit: string }
  | { type: 'sequence'; children: PlanNode[] }
  | { type: 'parallel'; id: string; branches: PlanNode[] };

/** A wait that the flow did not ask for: `step` starts only after `waitsFor` because of a barrier. */
export interface Barrier {
  step: string;
  waitsFor: string[];
}

/** The plan of one flow in one checkpoint mode: what the worker reads and what the ASL is generated from. */
export interface Plan {
  schema: 1;
  flow: string;
  mode: CheckpointMode;
  root: PlanNode;
  units: Record<string, Unit>;
  /** Lane in which each step commits. */
  laneOf: Record<string, string>;
  /** All lanes, `main` first. */
  lanes: string[];
  barriers: Barrier[];
}

export interface Range {
  least: number;
  most: number;
}

/** What one run costs, from the plan; money in US dollars of us-east-1, without the free tier. */
export interface Forecast {
  transitions: Range;
  invocations: Range;
  writes: Range;
  priceUsd: Range;
}

/** A state machine definition of the Amazon States Language, with `${RunStep}` and `${OpenCheckpoint}` in place of function ARNs. */
export type StateMachineDefinition = Record<string, unknown>;

/** Everything that one publication produces for one checkpoint mode. */
export interface Compilation {
  plan: Plan;
  asl: StateMachineDefinition;
  forecast: Forecast;
}
