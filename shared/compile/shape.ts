import type { Order } from './order.ts';
import type { Barrier } from './plan.ts';

/** Steps one after another and side by side, before they are cut into units. */
export type Shape =
  | { type: 'step'; step: string }
  | { type: 'sequence'; children: Shape[] }
  | { type: 'parallel'; branches: Shape[] };

/** The components of `steps` when two of them hang together as `linked` says, each in the order of the flow. */
function components(steps: string[], linked: (one: string, other: string) => boolean): string[][] {
  const groups: string[][] = [];
  const open = new Set(steps);
  for (const first of steps) {
    if (!open.delete(first)) continue;
    const group = [first];
    for (const member of group) {
      for (const other of [...open]) {
        if (linked(member, other)) {
          open.delete(other);
          group.push(other);
        }
      }
    }
    groups.push(steps.filter((step) => group.includes(step)));
  }
  return groups;
}

/** How many steps of the set a step has before it, along the longest way. */
function depths(steps: string[], order: Order): Map<string, number> {
  const depth = new Map<string, number>();
  const measure = (step: string): number => {
    const known = depth.get(step);
    if (known !== undefined) return known;
    const measured = Math.max(-1, ...steps.filter((each) => order.precedes(each, step)).map(measure)) + 1;
    depth.set(step, measured);
    return measured;
  };
  for (const step of steps) measure(step);
  return depth;
}

/** The cut between two levels that makes the fewest pairs of steps wait that need not. */
function cheapestCut(steps: string[], order: Order): [string[], string[]] {
  const depth = depths(steps, order);
  const levels = Math.max(...depth.values());
  let best: { cost: number; cut: [string[], string[]] } | undefined;
  for (let level = 0; level < levels; level++) {
    const above = steps.filter((step) => (depth.get(step) ?? 0) <= level);
    const below = steps.filter((step) => (depth.get(step) ?? 0) > level);
    const cost = below.reduce((sum, after) => sum + above.filter((before) => !order.precedes(before, after)).length, 0);
    if (best === undefined || cost < best.cost) best = { cost, cut: [above, below] };
  }
  if (best === undefined) throw new Error('A connected set of more than one step has two levels.');
  return best.cut;
}

/** What each first step below a barrier waits for without needing it. */
function barriersOf([above, below]: [string[], string[]], order: Order): Barrier[] {
  const last = above.filter((step) => !above.some((other) => order.precedes(step, other)));
  const first = below.filter((step) => !below.some((other) => order.precedes(other, step)));
  return first
    .map((step) => ({ step, waitsFor: last.filter((before) => !order.precedes(before, step)) }))
    .filter((barrier) => barrier.waitsFor.length > 0);
}

/**
 * The order as a tree. Independent parts go side by side; a set whose incomparability graph falls apart is a sequence of
 * its components (both exact: a series-parallel order gains nothing); anything else gets a barrier where it costs least.
 * The decomposition of series-parallel orders: Valdes, Tarjan, Lawler, "The recognition of series parallel digraphs", 1982.
 */
export function shapeOf(order: Order): { shape: Shape; barriers: Barrier[] } {
  const barriers: Barrier[] = [];
  const build = (steps: string[]): Shape => {
    const [only] = steps;
    if (steps.length === 1 && only !== undefined) return { type: 'step', step: only };
    const related = (one: string, other: string) => order.precedes(one, other) || order.precedes(other, one);
    const apart = components(steps, related);
    if (apart.length > 1) return { type: 'parallel', branches: apart.map(build) };
    const series = components(steps, (one, other) => !related(one, other));
    if (series.length > 1) {
      const inOrder = series.sort(([one = ''], [other = '']) => (order.precedes(one, other) ? -1 : 1));
      return { type: 'sequence', children: inOrder.map(build) };
    }
    const cut = cheapestCut(steps, order);
    barriers.push(...barriersOf(cut, order));
    return { type: 'sequence', children: cut.map(build) };
  };
  return { shape: flatten(build(order.steps)), barriers };
}

/** A sequence in a sequence is one sequence. */
function flatten(shape: Shape): Shape {
  if (shape.type === 'step') return shape;
  if (shape.type === 'parallel') return { type: 'parallel', branches: shape.branches.map(flatten) };
  return {
    type: 'sequence',
    children: shape.children.map(flatten).flatMap((child) => (child.type === 'sequence' ? child.children : [child])),
  };
}
