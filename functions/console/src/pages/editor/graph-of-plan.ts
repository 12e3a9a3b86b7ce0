import type { Plan, PlanNode } from '../../api/editor-queries.ts';
import type { Graph } from '../../api/types.ts';

// A drawing from the plan alone, for a server that does not draw: columns by order, rows by branch.

const column = 170;
const row = 120;

/** The part of a drawing that one node of the plan has: its first and last steps, and how many columns and rows it takes. */
interface Block {
  first: string[];
  last: string[];
  columns: number;
  rows: number;
}
const nothing: Block = { first: [], last: [], columns: 0, rows: 0 };

/** What a step is called and which kind it is, as far as the text says. */
export type Naming = (step: string) => { title: string; kind: string } | undefined;

export function graphOfPlan({ root, units }: Plan, name: Naming): Graph {
  const nodes: Graph['nodes'] = [];
  const edges: Graph['edges'] = [];
  const join = (from: string[], to: string[]) => {
    for (const source of from) for (const target of to) edges.push({ from: source, to: target });
  };
  const placeStep = (path: string, kind: string, x: number, y: number): Block => {
    if (nodes.some((node) => node.path === path)) return nothing;
    nodes.push({ path, ...(name(path) ?? { title: path, kind }), x: x * column, y: y * row });
    return { first: [path], last: [path], columns: 1, rows: 1 };
  };
  const inLine = (parts: ((x: number) => Block)[], x: number): Block =>
    parts.reduce<Block>((before, part) => {
      const block = part(x + before.columns);
      if (block.columns === 0) return before;
      join(before.last, block.first);
      return {
        first: before.columns === 0 ? block.first : before.first,
        last: block.last,
        columns: before.columns + block.columns,
        rows: Math.max(before.rows, block.rows),
      };
    }, nothing);
  const place = (node: PlanNode, x: number, y: number): Block => {
    if (node.type === 'sequence')
      return inLine(
        node.children.map((child) => (at: number) => place(child, at, y)),
        x,
      );
    if (node.type === 'parallel') {
      let rows = 0;
      const blocks = node.branches.map((branch) => {
        const block = place(branch, x, y + rows);
        rows += block.rows;
        return block;
      });
      return {
        first: blocks.flatMap(({ first }) => first),
        last: blocks.flatMap(({ last }) => last),
        columns: Math.max(0, ...blocks.map(({ columns }) => columns)),
        rows,
      };
    }
    const unit = units[node.unit];
    // A gate before a step is no step of its own, and neither is what closes the run.
    if (unit === undefined || unit.kind === 'close' || unit.before === true) return nothing;
    const kind = unit.kind === 'gate' ? 'approve' : unit.kind === 'wait' ? 'wait' : 'transform';
    const steps = unit.steps ?? (unit.step === undefined ? [] : [unit.step]);
    return inLine(
      steps.map((step) => (at: number) => placeStep(step, kind, at, y)),
      x,
    );
  };
  place(root, 0, 0);
  return { nodes, edges };
}
