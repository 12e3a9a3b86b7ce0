import type { Flow, Step } from '../flow/flow.ts';
import { fuse, type Piece, worstMs } from './fuse.ts';
import { createNames, joinSteps } from './names.ts';
import { orderOf } from './order.ts';
import type { CheckpointMode, Plan, PlanNode, Unit } from './plan.ts';
import { shapeOf } from './shape.ts';

const mainLane = 'main';

/** The plan of a valid flow in one mode: which units there are, in which lane each commits, and what must be read to decide. */
export function makePlan(flow: Flow, mode: CheckpointMode): Plan {
  const order = orderOf(flow);
  const { shape, barriers } = shapeOf(order);
  const steps = new Map(flow.steps.map((step) => [step.id, step]));
  const name = createNames();
  const units: Record<string, Unit> = {};
  const laneOf: Record<string, string> = {};
  const lanes = [mainLane];
  let parallels = 0;

  const addUnit = (unit: Unit): PlanNode => {
    units[unit.id] = unit;
    return { type: 'unit', unit: unit.id };
  };
  const addPiece = (piece: Piece, lane: string): PlanNode => {
    if (piece.type === 'parallel') {
      const number = ++parallels;
      const branches = piece.branches.map((branch, index) => {
        const inner = `${lane}.p${number}b${index}`;
        lanes.push(inner);
        return addPieces(branch, inner);
      });
      return {
        type: 'parallel',
        id: name(
          joinSteps(
            piece.branches.map((branch) => firstStep(branch)),
            ' | ',
          ),
        ),
        branches,
      };
    }
    for (const step of piece.type === 'work' ? piece.steps : [piece.step]) laneOf[step] = lane;
    const common = { lane, reads: [], closes: false };
    if (piece.type === 'gate')
      return addUnit({
        ...common,
        id: name(piece.before ? `before ${piece.step}` : piece.step),
        kind: 'gate',
        step: piece.step,
        before: piece.before,
      });
    if (piece.type === 'wait') return addUnit({ ...common, id: name(piece.step), kind: 'wait', step: piece.step });
    const milliseconds = piece.steps.reduce((sum, id) => sum + worstMs(steps.get(id) as Step), 0);
    return addUnit({
      ...common,
      id: name(joinSteps(piece.steps)),
      kind: 'work',
      steps: piece.steps,
      timeoutSeconds: Math.ceil(milliseconds / 1000) + 10,
    });
  };
  const addPieces = (pieces: Piece[], lane: string): PlanNode => {
    const nodes = pieces.map((piece) => addPiece(piece, lane));
    return nodes.length === 1 && nodes[0] !== undefined ? nodes[0] : { type: 'sequence', children: nodes };
  };

  let root = addPieces(fuse(flow, shape, mode), mainLane);
  const last = root.type === 'sequence' ? root.children.at(-1) : root;
  const closing = last?.type === 'unit' ? units[last.unit] : undefined;
  if (closing?.kind === 'work') closing.closes = true;
  else {
    const close = addUnit({ id: name('close'), kind: 'close', lane: mainLane, reads: [], closes: true });
    root = { type: 'sequence', children: [...(root.type === 'sequence' ? root.children : [root]), close] };
  }
  for (const unit of Object.values(units)) {
    const own = unit.kind === 'work' ? unit.steps : unit.kind === 'close' ? [] : [unit.step];
    const needed = new Set([
      mainLane,
      unit.lane,
      ...own.flatMap((step) => order.ancestors(step)).map((step) => laneOf[step] ?? mainLane),
    ]);
    unit.reads = unit.closes ? lanes : lanes.filter((lane) => needed.has(lane));
  }
  return { schema: 1, flow: flow.id, mode, root, units, laneOf, lanes, barriers };
}

function firstStep(pieces: Piece[]): string {
  const [first] = pieces;
  if (first === undefined) return '';
  if (first.type === 'parallel') return firstStep(first.branches[0] ?? []);
  return first.type === 'work' ? (first.steps[0] ?? '') : first.step;
}
