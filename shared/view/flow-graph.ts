import { Graph, layout } from '@dagrejs/dagre';
import type { Flow, Step } from '../flow/flow.ts';

/** A point of a drawing, in pixels from its upper left corner. */
export interface Point {
  x: number;
  y: number;
}

/** A step in the drawing of its flow; `x` and `y` are the upper left corner of its medallion, which is 72 px wide and high. */
export interface GraphNode extends Point {
  path: string;
  kind: Step['kind'];
  title: string;
}

/** A need in the drawing; one that passes other columns goes through `via`, clear of the steps that stand there. */
export interface GraphEdge {
  from: string;
  to: string;
  via?: Point[];
}

/** The drawing of a flow from left to right: every step after those that it needs. Width and height hold the captions too. */
export interface FlowGraph {
  nodes: GraphNode[];
  edges: GraphEdge[];
  width: number;
  height: number;
}

/** Sides of a medallion, of the place that one step has with its caption of two lines, and of what is left free around an edge, in pixels. */
const medallion = 72;
const column = 170;
const row = 120;
const edgeSpace = 56;
/** Weight of an edge to the first step; the others weigh nearly the same, or one would be worth several crossings. */
const heaviest = 1_000;
/** Where the place of a step begins beside its medallion: the caption is wider, and below. */
const beside = (column - medallion) / 2;

/** The part of dagre's graph that is used here; its own types do not resolve. */
interface DagreGraph {
  setGraph(label: Record<string, unknown>): void;
  graph(): { height: number };
  setNode(name: string, label: { width: number; height: number }): void;
  setEdge(from: string, to: string, label: Record<string, unknown>): void;
  node(name: string): Point;
  edge(from: string, to: string): { points: Point[] };
}

/** The steps of a flow, each after those that it needs, otherwise in the order of the text. */
function inOrder({ steps }: Flow): Step[] {
  const ordered = new Set<Step>();
  const add = (step: Step) => {
    if (ordered.has(step)) return;
    for (const need of step.needs) {
      const needed = steps.find(({ id }) => id === need);
      if (needed !== undefined) add(needed);
    }
    ordered.add(step);
  };
  for (const step of steps) add(step);
  return [...ordered];
}

/** Whether most steps that stand in one column stand against the order of the flow: then the drawing is turned over, which crosses as few edges. */
function isUpsideDown(places: Point[]): boolean {
  let against = 0;
  for (const [index, { x, y }] of places.entries())
    for (const later of places.slice(index + 1)) if (later.x === x) against += Math.sign(y - later.y);
  return against > 0;
}

/**
 * Lays a flow out: columns 170 px apart, rows at least 120 px, nodes in topological order, few crossings (layered drawing, by dagre).
 * Pure, and the same for the same flow; the flow is valid. Publishing keeps the answer with the version.
 */
export function layOutFlow(flow: Flow): FlowGraph {
  const steps = inOrder(flow);
  const graph: DagreGraph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: row - medallion, ranksep: column - medallion, edgesep: edgeSpace });
  for (const { id } of steps) graph.setNode(id, { width: medallion, height: medallion });
  // Where a step may stand in several columns the heavier edge is the shorter one: it stands where it can begin.
  for (const [index, { id, needs }] of steps.entries())
    for (const need of needs) graph.setEdge(need, id, { weight: Math.max(1, heaviest - index) });
  layout(graph);
  const places = new Map(steps.map(({ id }) => [id, graph.node(id)]));
  const turned = isUpsideDown([...places.values()]);
  const bottom = graph.graph().height;
  const round = ({ x, y }: Point): Point => ({ x: Math.round(x + beside), y: Math.round(turned ? bottom - y : y) });
  const nodes = steps.map(({ id, kind, title }) => {
    const { x, y } = round(places.get(id) ?? { x: 0, y: 0 });
    return { path: id, kind, title: title ?? id, x: x - medallion / 2, y: y - medallion / 2 };
  });
  const columns = new Set([...places.values()].map(({ x }) => Math.round(x)));
  const edges = steps.flatMap(({ id, needs }) =>
    needs.map((from): GraphEdge => {
      const points = graph.edge(from, id).points.slice(1, -1);
      const via = points.filter(({ x }) => columns.has(Math.round(x))).map(round);
      return { from, to: id, ...(via.length === 0 ? {} : { via }) };
    }),
  );
  const most = (of: (point: Point) => number) =>
    Math.max(0, ...nodes.map(of), ...edges.flatMap(({ via = [] }) => via.map(of)));
  return { nodes, edges, width: most(({ x }) => x) + medallion + beside, height: most(({ y }) => y) + row };
}
