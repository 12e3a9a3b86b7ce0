import type { Flow, Step } from '../flow/flow.ts';
import type { CheckpointMode } from './plan.ts';
import type { Shape } from './shape.ts';

/** A piece of the tree that becomes one unit, or a parallel of such. */
export type Piece =
  | { type: 'work'; steps: string[] }
  | { type: 'gate'; step: string; before: boolean }
  | { type: 'wait'; step: string }
  | { type: 'parallel'; branches: Piece[][] };

/** Milliseconds that a unit may take: Lambda ends an invocation after 15 minutes (Lambda quotas), this leaves one for the commits. */
const unitMostMs = 840_000;
/** Milliseconds beyond its own timeout that an attempt is given until its deadline (DESIGN §5). */
const marginMs = 5_000;

/** Milliseconds that one invocation may spend on a step: one attempt, for a retry is another invocation. */
export const worstMs = (step: Step): number => step.timeoutMs + marginMs;

/** Whether a person is asked before the step in this mode. An `approve` step asks by itself. */
export function hasGateBefore(step: Step, mode: CheckpointMode): boolean {
  if (step.kind === 'approve' || mode === 'none') return false;
  return mode === 'every' || step.checkpoint !== undefined;
}

function piecesOf(step: Step, mode: CheckpointMode): Piece[] {
  const gate: Piece[] = hasGateBefore(step, mode) ? [{ type: 'gate', step: step.id, before: true }] : [];
  if (step.kind === 'approve') return [{ type: 'gate', step: step.id, before: false }];
  return [...gate, step.kind === 'wait' ? { type: 'wait', step: step.id } : { type: 'work', steps: [step.id] }];
}

/**
 * Cuts a shape into pieces: neighbouring steps that one invocation can do one after the other become one piece. Branches that
 * only transform are done one after the other too: side by side they would cost a state each and save milliseconds.
 */
export function fuse(flow: Flow, shape: Shape, mode: CheckpointMode): Piece[] {
  const steps = new Map(flow.steps.map((step) => [step.id, step]));
  const costOf = (ids: string[]) => ids.reduce((sum, id) => sum + worstMs(steps.get(id) as Step), 0);
  const onlyTransforms = (pieces: Piece[]) =>
    pieces.every((piece) => piece.type === 'work' && piece.steps.every((id) => steps.get(id)?.kind === 'transform'));
  const merge = (pieces: Piece[]): Piece[] => {
    const merged: Piece[] = [];
    for (const piece of pieces) {
      const before = merged.at(-1);
      if (piece.type === 'work' && before?.type === 'work' && costOf([...before.steps, ...piece.steps]) <= unitMostMs)
        before.steps.push(...piece.steps);
      else merged.push(piece.type === 'work' ? { type: 'work', steps: [...piece.steps] } : piece);
    }
    return merged;
  };
  const cut = (part: Shape): Piece[] => {
    if (part.type === 'step') return piecesOf(steps.get(part.step) as Step, mode);
    if (part.type === 'sequence') return merge(part.children.flatMap(cut));
    const branches = part.branches.map(cut);
    return branches.every(onlyTransforms) ? merge(branches.flat()) : [{ type: 'parallel', branches }];
  };
  return merge(cut(shape));
}
