import type { StepDefinition } from '../../api/flow-types.ts';
import type { Graph } from '../../api/types.ts';

/** The drawing of a flow: as it was laid out at its publication, else steps by depth, in columns and rows. */
export function drawingOf(steps: StepDefinition[], drawing: Graph | undefined): Graph {
  if (drawing !== undefined) return drawing;
  const depth = new Map<string, number>();
  const rows: number[] = [];
  const nodes = steps.map(({ id, kind, title, needs }) => {
    const x = Math.max(-1, ...needs.map((need) => depth.get(need) ?? 0)) + 1;
    const y = rows[x] ?? 0;
    depth.set(id, x);
    rows[x] = y + 1;
    return { path: id, kind, title: title ?? id, x, y };
  });
  return { nodes, edges: steps.flatMap(({ id, needs }) => needs.map((from) => ({ from, to: id }))) };
}

/** From a row of a laid out drawing to the next, in pixels. */
const rowPixels = 120;

/** The newer drawing with the steps that only the older one has, in rows below. */
export function withRemoved(newer: Graph, older: Graph, removed: string[]): Graph {
  const gone = older.nodes.filter(({ path }) => removed.includes(path));
  if (gone.length === 0) return newer;
  const row = newer.width === undefined ? 1 : rowPixels;
  const below = Math.max(0, ...newer.nodes.map(({ y }) => y)) + row * 1.25;
  const taken = new Map<number, number>();
  const nodes = gone.map((node) => {
    const before = taken.get(node.x) ?? 0;
    taken.set(node.x, before + 1);
    return { ...node, y: below + before * row };
  });
  const known = new Set([...newer.nodes, ...nodes].map(({ path }) => path));
  const edges = older.edges
    .filter(({ from, to }) => (removed.includes(from) || removed.includes(to)) && known.has(from) && known.has(to))
    .map(({ from, to }) => ({ from, to }));
  return { ...newer, nodes: [...newer.nodes, ...nodes], edges: [...newer.edges, ...edges] };
}
