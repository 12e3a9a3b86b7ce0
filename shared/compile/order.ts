import type { Flow } from '../flow/flow.ts';

/** The partial order that a flow's needs make: who must have ended before whom. */
export interface Order {
  /** Step ids in the order of the flow. */
  steps: string[];
  /** True when `before` must have ended when `after` begins, directly or through others. */
  precedes(before: string, after: string): boolean;
  /** Every step that precedes `step`, in the order of the flow. */
  ancestors(step: string): string[];
}

/** The transitive closure of a flow's needs. The flow is valid: no cycle, no unknown need. */
export function orderOf(flow: Flow): Order {
  const needs = new Map(flow.steps.map((step) => [step.id, step.needs]));
  const closed = new Map<string, Set<string>>();
  const ancestors = (id: string): Set<string> => {
    const known = closed.get(id);
    if (known !== undefined) return known;
    const found = new Set<string>();
    for (const need of needs.get(id) ?? []) {
      found.add(need);
      for (const each of ancestors(need)) found.add(each);
    }
    closed.set(id, found);
    return found;
  };
  const steps = flow.steps.map((step) => step.id);
  return {
    steps,
    precedes: (before, after) => ancestors(after).has(before),
    ancestors: (step) => steps.filter((each) => ancestors(step).has(each)),
  };
}
