import type { Flow, Step } from '../flow/flow.ts';
import type { Forecast, Plan, PlanNode, Range, Unit } from './plan.ts';

/** US dollars in us-east-1, without the free tier (the services' price pages). */
const price = {
  transition: 0.025 / 1_000,
  invocation: 0.2 / 1_000_000,
  gigabyteSecond: 0.0000133334,
  write: 0.625 / 1_000_000,
};
/** What an invocation is taken to cost beside its request: 256 MB for 150 ms on ARM. */
const invocationGigabyteSeconds = 0.25 * 0.15;

/**
 * Write request units (DynamoDB guide, "Capacity unit consumption"): an item up to 1 KB is one, two in a transaction, and each
 * index that changes one more. A commit has one local index; a summary row four global ones, of which a change of status moves two.
 */
const writes = {
  commit: 2,
  start: 2 * 2 + 1 + 4,
  status: 2 + 2,
  /** An open checkpoint is in the index by status; a decided one in that by time instead. */
  open: 3 + 2 + 2 + 2 + 1,
  decide: 3 + 2 + 2 + 2 + 2,
  close: 3 + 2 + 4,
  /** What the start of a step with a phase costs more: a transaction, and the row in its indexes. */
  phase: 2 + 2 + 4,
  /** Taking a slot and giving it back, each in a transaction. */
  slot: 2 + 2,
};

const add = (...ranges: Range[]): Range => ({
  least: ranges.reduce((sum, each) => sum + each.least, 0),
  most: ranges.reduce((sum, each) => sum + each.most, 0),
});
const exactly = (count: number): Range => ({ least: count, most: count });

function unitCost(unit: Unit, steps: Map<string, Step>): { transitions: Range; invocations: Range; writes: Range } {
  const close = exactly(unit.closes ? writes.close - writes.commit : 0);
  if (unit.kind === 'gate')
    return { transitions: exactly(1), invocations: exactly(1), writes: exactly(writes.open + writes.decide) };
  if (unit.kind === 'wait') return { transitions: exactly(2), invocations: exactly(1), writes: exactly(writes.commit) };
  if (unit.kind === 'close') return { transitions: exactly(1), invocations: exactly(1), writes: exactly(writes.close) };
  const leaving = unit.steps.flatMap((id) => steps.get(id) ?? []).filter((step) => step.kind === 'http');
  const phased = leaving.filter((step) => step.phase !== undefined);
  const phases = phased.reduce((sum, step) => sum + step.retry.attempts, 0);
  const retries = leaving.reduce((sum, step) => sum + step.retry.attempts - 1, 0);
  return {
    transitions: { least: 1, most: 1 + 2 * retries },
    invocations: { least: 1, most: 1 + retries },
    writes: add(
      {
        least: writes.commit,
        most: writes.commit * (1 + leaving.length + 2 * retries) + writes.phase * phases,
      },
      close,
    ),
  };
}

function parallelsIn(node: PlanNode): number {
  if (node.type === 'unit') return 0;
  const inner = (node.type === 'sequence' ? node.children : node.branches).reduce(
    (sum, each) => sum + parallelsIn(each),
    0,
  );
  return node.type === 'parallel' ? inner + 1 : inner;
}

/**
 * The least and most that a run costs which comes to its end: every state entered is a transition, a Parallel is one besides
 * its branches; the most counts every retry that the flow allows (a Wait and another Task each). One recipient per approval.
 */
export function makeForecast(flow: Flow, plan: Plan): Forecast {
  const steps = new Map(flow.steps.map((step) => [step.id, step]));
  const costs = Object.values(plan.units).map((unit) => unitCost(unit, steps));
  const transitions = add(exactly(parallelsIn(plan.root)), ...costs.map((each) => each.transitions));
  // Starting is an invocation of the API.
  const invocations = add(exactly(1), ...costs.map((each) => each.invocations));
  const { concurrency } = flow.limits;
  const gates = Object.values(plan.units).filter((unit) => unit.kind === 'gate').length;
  // A run that waits for a person gives its slot back and takes one again; one that waits in line has a row there besides.
  const turns = concurrency === undefined ? 0 : concurrency.holdWhileWaiting ? 1 : 1 + gates;
  const slots = { least: turns * writes.slot, most: turns * (2 * writes.slot + 2 * writes.commit) };
  const written = add(exactly(writes.start), slots, ...costs.map((each) => each.writes));
  const dollars = (end: keyof Range) =>
    Number(
      (
        transitions[end] * price.transition +
        invocations[end] * (price.invocation + invocationGigabyteSeconds * price.gigabyteSecond) +
        written[end] * price.write
      ).toPrecision(4),
    );
  return { transitions, invocations, writes: written, priceUsd: { least: dollars('least'), most: dollars('most') } };
}
