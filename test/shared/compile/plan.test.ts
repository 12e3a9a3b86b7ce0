import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileFlow } from '../../../shared/compile/compile-flow.ts';
import { makePlan } from '../../../shared/compile/make-plan.ts';
import { orderOf } from '../../../shared/compile/order.ts';
import { checkpointModes, type Plan, type PlanNode } from '../../../shared/compile/plan.ts';
import type { Flow } from '../../../shared/flow/flow.ts';
import { normalizeFlow } from '../../../shared/flow/normalize.ts';
import { goldenFlow } from '../../goldens/goldens.ts';

const kinds = [
  { transform: 1 },
  { http: { url: 'https://example.com' } },
  { wait: '1m' },
  { approve: { to: 'a@example.com', message: 'm', expires: '1d' } },
] as const;

/** Any graph: each step needs some of those before it. */
const graphs: fc.Arbitrary<Flow> = fc
  .array(fc.record({ kind: fc.nat(3), needs: fc.array(fc.nat(11), { maxLength: 4 }) }), { minLength: 1, maxLength: 12 })
  .map((steps) =>
    normalizeFlow({
      flow: 'random',
      steps: steps.map(({ kind, needs }, index) => ({
        id: `s${index}`,
        needs: needs.filter((need) => need < index).map((need) => `s${need}`),
        ...kinds[kind],
      })),
    }),
  );

interface Part {
  firsts: string[];
  lasts: string[];
  steps: { id: string; needs: string[] }[];
}
let counter = 0;
const join = (one: Part, other: Part): Part => ({
  firsts: one.firsts,
  lasts: other.lasts,
  steps: [
    ...one.steps,
    ...other.steps.map((step) =>
      other.firsts.includes(step.id) ? { ...step, needs: [...step.needs, ...one.lasts] } : step,
    ),
  ],
});
const beside = (one: Part, other: Part): Part => ({
  firsts: [...one.firsts, ...other.firsts],
  lasts: [...one.lasts, ...other.lasts],
  steps: [...one.steps, ...other.steps],
});

/** Series-parallel graphs, made by joining smaller ones. */
const seriesParallel: fc.Arbitrary<Part> = fc.letrec<{ part: Part; leaf: Part }>((tie) => ({
  leaf: fc.constant(0).map(() => {
    const id = `n${counter++}`;
    return { firsts: [id], lasts: [id], steps: [{ id, needs: [] }] };
  }),
  part: fc.oneof(
    { maxDepth: 4 },
    tie('leaf'),
    fc
      .tuple(tie('part'), tie('part'), fc.boolean())
      .map(([one, other, inSeries]) => (inSeries ? join(one, other) : beside(one, other))),
  ),
})).part;

/** When each step runs: steps of one branch in order, steps of side-by-side branches unordered. */
function runsBefore(plan: Plan, before: string, after: string): boolean {
  const stepsOf = (node: PlanNode): string[] => {
    if (node.type !== 'unit') return (node.type === 'sequence' ? node.children : node.branches).flatMap(stepsOf);
    const unit = plan.units[node.unit];
    return unit?.kind === 'work'
      ? unit.steps
      : unit?.kind === 'wait' || (unit?.kind === 'gate' && !unit.before)
        ? [unit.step]
        : [];
  };
  const look = (node: PlanNode): boolean => {
    if (node.type === 'unit') return stepsOf(node).indexOf(before) < stepsOf(node).indexOf(after);
    const children = node.type === 'sequence' ? node.children : node.branches;
    const [one, other] = [before, after].map((step) => children.findIndex((child) => stepsOf(child).includes(step)));
    if (one === other) return look(children[one ?? -1] as PlanNode);
    return node.type === 'sequence' && (one ?? 0) < (other ?? 0);
  };
  return look(plan.root);
}

it('a step runs after everything that it needs, whatever the graph and mode', () => {
  fc.assert(
    fc.property(graphs, fc.constantFrom(...checkpointModes), (flow, mode) => {
      const plan = makePlan(flow, mode);
      for (const step of flow.steps) for (const need of step.needs) expect(runsBefore(plan, need, step.id)).toBe(true);
      expect(Object.keys(plan.laneOf).sort()).toEqual(flow.steps.map((step) => step.id).sort());
      expect(Object.values(plan.units).filter((unit) => unit.closes)).toHaveLength(1);
    }),
    { numRuns: 300 },
  );
});

it('a series-parallel graph gains no wait', () => {
  fc.assert(
    fc.property(seriesParallel, ({ steps }) => {
      const flow = normalizeFlow({
        flow: 'sp',
        steps: steps.map(({ id, needs }) => ({ id, needs, http: { url: 'https://example.com' } })),
      });
      const plan = makePlan(flow, 'template');
      expect(plan.barriers).toEqual([]);
      const order = orderOf(flow);
      for (const one of flow.steps)
        for (const other of flow.steps)
          if (one.id !== other.id && runsBefore(plan, one.id, other.id))
            expect(order.precedes(one.id, other.id)).toBe(true);
    }),
  );
});

it('an N has one barrier, and it is told which step waits for what', () => {
  expect(makePlan(goldenFlow('n-shape'), 'template').barriers).toEqual([{ step: 'c', waitsFor: ['b'] }]);
});

it('a unit reads the lanes of every step that precedes its own', () => {
  fc.assert(
    fc.property(graphs, (flow) => {
      const plan = makePlan(flow, 'template');
      const order = orderOf(flow);
      for (const unit of Object.values(plan.units)) {
        const own =
          unit.kind === 'work' ? unit.steps : unit.kind === 'close' ? flow.steps.map((step) => step.id) : [unit.step];
        for (const step of own)
          for (const before of order.ancestors(step)) expect(unit.reads).toContain(plan.laneOf[before]);
      }
    }),
  );
});

it('the same flow compiles to the same bytes', () => {
  fc.assert(
    fc.property(graphs, fc.constantFrom(...checkpointModes), (flow, mode) => {
      expect(JSON.stringify(compileFlow(structuredClone(flow), mode))).toBe(JSON.stringify(compileFlow(flow, mode)));
    }),
  );
});

it('the contractor payment is three states and three transitions', () => {
  const { plan, forecast } = compileFlow(goldenFlow('pay-contractor'), 'template');
  expect(Object.keys(plan.units)).toEqual(['contract + fee', 'sign-off', 'pay']);
  expect(forecast.transitions.least).toBe(3);
});

it('five plain steps are one state', () => {
  expect(Object.keys(makePlan(goldenFlow('five-steps'), 'template').units)).toEqual(['s1 + s2 + s3 + s4 + s5']);
});
