import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Flow } from '../../../shared/flow/flow.ts';
import { normalizeFlow } from '../../../shared/flow/normalize.ts';
import { type FlowGraph, layOutFlow } from '../../../shared/view/flow-graph.ts';
import { goldenFlow, goldenNames } from '../../goldens/goldens.ts';

const medallion = 72;
/** A medallion with two lines of caption below it. */
const place = { width: 150, height: 116 };

const flowOf = (needs: Record<string, string[]>): Flow =>
  normalizeFlow({
    flow: 'f',
    steps: Object.entries(needs).map(([id, of]) => ({ id, needs: of, transform: 1 })),
  });

/** Any graph: each step needs some of those before it. */
const graphs = fc
  .array(fc.array(fc.nat(19), { maxLength: 3 }), { minLength: 1, maxLength: 20 })
  .map((steps) =>
    flowOf(
      Object.fromEntries(
        steps.map((needs, index) => [`s${index}`, needs.filter((need) => need < index).map((need) => `s${need}`)]),
      ),
    ),
  );

/** Sixty steps: branches of one to five steps that come together, and begin anew; some edges pass a whole part by. */
function bigFlow(): Flow {
  const needs: Record<string, string[]> = { s0: [] };
  const add = (...of: string[]): string => {
    const id = `s${Object.keys(needs).length}`;
    needs[id] = of;
    return id;
  };
  let last = 's0';
  for (let part = 0; Object.keys(needs).length < 55; part++) {
    const split = last;
    const ends = Array.from({ length: 2 + (part % 4) }, (_, branch) => {
      let end = add(split);
      for (let more = (part + branch * 3) % 4; more > 0; more--) end = add(end);
      return end;
    });
    last = add(...ends, ...(part % 2 === 0 ? [] : [split]));
  }
  while (Object.keys(needs).length < 60) last = add(last);
  return flowOf(needs);
}

const at = ({ nodes }: FlowGraph, path: string) =>
  nodes.find((node) => node.path === path) ?? expect.fail(`${path} is not drawn`);

/** The points that an edge goes through, from centre to centre. */
function wayOf(graph: FlowGraph, { from, to, via = [] }: FlowGraph['edges'][number]) {
  const centre = ({ x, y }: { x: number; y: number }) => ({ x: x + medallion / 2, y: y + medallion / 2 });
  return [centre(at(graph, from)), ...via, centre(at(graph, to))];
}

/** Pairs of edges that cross, counted between neighbouring columns. */
function crossings(graph: FlowGraph): number {
  const lines = graph.edges.flatMap((edge) => {
    const way = wayOf(graph, edge);
    return way.slice(1).map((end, index) => ({ begin: way[index] ?? end, end }));
  });
  let count = 0;
  for (const [index, one] of lines.entries())
    for (const other of lines.slice(index + 1))
      if (one.begin.x === other.begin.x && (one.begin.y - other.begin.y) * (one.end.y - other.end.y) < 0) count++;
  return count;
}

function expectSound(flow: Flow): void {
  const graph = layOutFlow(flow);
  expect(graph.nodes.map(({ path }) => path).sort()).toEqual(flow.steps.map(({ id }) => id).sort());
  expect(graph.edges.map(({ from, to }) => `${from} ${to}`).sort()).toEqual(
    flow.steps.flatMap(({ id, needs }) => needs.map((need) => `${need} ${id}`)).sort(),
  );
  const placeOf = new Map(graph.nodes.map((node, index) => [node.path, { ...node, index }]));
  for (const [index, one] of graph.nodes.entries()) {
    expect(one.x).toBeGreaterThanOrEqual((place.width - medallion) / 2);
    expect(one.x + medallion / 2 + place.width / 2).toBeLessThanOrEqual(graph.width);
    expect(one.y).toBeGreaterThanOrEqual(0);
    expect(one.y + place.height).toBeLessThanOrEqual(graph.height);
    for (const other of graph.nodes.slice(index + 1))
      expect(
        Math.abs(one.x - other.x) >= place.width || Math.abs(one.y - other.y) >= place.height,
        `${one.path} and ${other.path} overlap`,
      ).toBe(true);
  }
  for (const edge of graph.edges) {
    const [from, to] = [placeOf.get(edge.from), placeOf.get(edge.to)];
    expect(from?.index).toBeLessThan(to?.index ?? -1);
    const way = wayOf(graph, edge);
    for (const [index, { x }] of way.slice(1).entries()) expect(x - (way[index]?.x ?? x)).toBe(170);
    for (const point of edge.via ?? [])
      for (const node of graph.nodes)
        expect(
          Math.abs(node.x + medallion / 2 - point.x) >= place.width / 2 ||
            point.y < node.y ||
            point.y > node.y + place.height,
          `the edge from ${edge.from} to ${edge.to} passes through ${node.path}`,
        ).toBe(true);
  }
}

it.for(goldenNames)('draws %s without overlaps, to the right', (name) => expectSound(goldenFlow(name)));

it('draws any graph without overlaps: steps after what they need, long edges around the steps that they pass', () => {
  fc.assert(fc.property(graphs, expectSound), { numRuns: 60 });
});

it('draws sixty steps with branches without a crossing, the same every time', () => {
  const flow = bigFlow();
  expect(flow.steps).toHaveLength(60);
  expectSound(flow);
  const graph = layOutFlow(flow);
  expect(crossings(graph)).toBe(0);
  expect(layOutFlow(bigFlow())).toEqual(graph);
});

it('draws a sequence as one row, from step to step', () => {
  const flow = normalizeFlow({ flow: 'f', steps: ['a', 'b', 'c'].map((id) => ({ id, transform: 1 })) });
  const { nodes, edges, width, height } = layOutFlow(flow);
  expect(nodes.map(({ path, x, y }) => [path, x, y])).toEqual([
    ['a', 49, 0],
    ['b', 219, 0],
    ['c', 389, 0],
  ]);
  expect(edges).toEqual([
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
  ]);
  expect([width, height]).toEqual([510, 120]);
});

it('puts a step where it can begin, and branches in the order of the flow', () => {
  const graph = layOutFlow(flowOf({ a: [], long: ['a'], longer: ['long'], short: ['a'], end: ['longer', 'short'] }));
  expect(at(graph, 'short').x).toBe(at(graph, 'long').x);
  expect(at(graph, 'short').y).toBeGreaterThan(at(graph, 'long').y);
});

it('takes steps that are written before those that they need', () => {
  const graph = layOutFlow(flowOf({ b: ['a'], a: [] }));
  expect(graph.nodes.map(({ path }) => path)).toEqual(['a', 'b']);
});
