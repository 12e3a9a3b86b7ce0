import type { Flow } from '../flow/flow.ts';
import { makeAsl } from './make-asl.ts';
import { makeForecast } from './make-forecast.ts';
import { makePlan } from './make-plan.ts';
import { type CheckpointMode, type Compilation, checkpointModes } from './plan.ts';

/** flow → plan → ASL, for one checkpoint mode. Pure: the same flow gives the same bytes. */
export function compileFlow(flow: Flow, mode: CheckpointMode): Compilation {
  const plan = makePlan(flow, mode);
  return { plan, asl: makeAsl(flow, plan), forecast: makeForecast(flow, plan) };
}

/** The three compilations that a publication makes. */
export function compileAllModes(flow: Flow): Record<CheckpointMode, Compilation> {
  return Object.fromEntries(checkpointModes.map((mode) => [mode, compileFlow(flow, mode)])) as Record<
    CheckpointMode,
    Compilation
  >;
}
