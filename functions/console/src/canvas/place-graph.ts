import type { Graph } from '../api/types.ts';

/** A point in pixels. */
export interface Point {
  x: number;
  y: number;
}

/** Sides of the box of a step: the medallion is 72 px wide, and the words below it wider. */
export const box = { width: 150, height: 132 };
const medallion = 72;
/** Where the medallion stands in its box. */
export const beside = (box.width - medallion) / 2;
export const above = 4;
/** Where the track meets the ring, from the edge of the medallion. */
const ring = 7;
export const handles = {
  target: { x: beside + ring, y: above + medallion / 2 },
  source: { x: beside + medallion - ring, y: above + medallion / 2 },
};

const column = 170;
const row = 132;

/** A graph in pixels, with the corner of each step's box. A server that answers columns and rows gets each column centred. */
export function placeGraph(graph: Graph): Graph {
  const corner = ({ x, y }: Point) => ({ x: x - beside, y: y - above });
  if (graph.width !== undefined) return { ...graph, nodes: graph.nodes.map((node) => ({ ...node, ...corner(node) })) };
  const rows = new Map<number, number>();
  for (const { x, y } of graph.nodes) rows.set(x, Math.max(rows.get(x) ?? 0, y + 1));
  const most = Math.max(1, ...rows.values());
  const nodes = graph.nodes.map((node) => {
    const down = node.y + (most - (rows.get(node.x) ?? 1)) / 2;
    return { ...node, ...corner({ x: node.x * column, y: down * row }) };
  });
  return { nodes, edges: graph.edges };
}
