import type { Drawing, StepDefinition } from '../../api/flow-types.ts';
import type { Graph } from '../../api/types.ts';

/** Pixels from a column to the next, and from a row to the next. */
export const column = 170;
export const row = 120;

/** Steps by depth: a column after those that they need, a row for each of a column. */
function placed(steps: StepDefinition[]): Graph {
  const depth = new Map<string, number>();
  const rows: number[] = [];
  const nodes = steps.map(({ id, kind, title, needs }) => {
    const x = Math.max(-1, ...needs.map((need) => depth.get(need) ?? 0)) + 1;
    const y = rows[x] ?? 0;
    depth.set(id, x);
    rows[x] = y + 1;
    return { path: id, kind, title: title ?? id, x: x * column, y: y * row };
  });
  return { nodes, edges: steps.flatMap(({ id, needs }) => needs.map((from) => ({ from, to: id }))) };
}

/** The drawing of a flow in pixels: as it was laid out at its publication, else by depth. */
export function drawingOf(steps: StepDefinition[], drawing: Drawing | undefined): Graph {
  return drawing?.width === undefined ? placed(steps) : drawing;
}

/** The drawing that a run answers, in pixels. */
export function runDrawing(drawing: Drawing): Graph {
  if (drawing.width !== undefined) return drawing;
  return { ...drawing, nodes: drawing.nodes.map((node) => ({ ...node, x: node.x * column, y: node.y * row })) };
}

/** The newer drawing with the steps that only the older one has, in a row below. */
export function withRemoved(newer: Graph, older: Graph, removed: string[]): Graph {
  const gone = older.nodes.filter(({ path }) => removed.includes(path));
  if (gone.length === 0) return newer;
  const below = Math.max(0, ...newer.nodes.map(({ y }) => y)) + row;
  const taken = new Map<number, number>();
  const nodes = gone.map((node) => {
    const before = taken.get(node.x) ?? 0;
    taken.set(node.x, before + 1);
    return { ...node, y: below + before * row };
  });
  const known = new Set([...newer.nodes, ...nodes].map(({ path }) => path));
  const edges = older.edges.filter(
    ({ from, to }) => (removed.includes(from) || removed.includes(to)) && known.has(from) && known.has(to),
  );
  return { nodes: [...newer.nodes, ...nodes], edges: [...newer.edges, ...edges] };
}
