import type { FlowView } from '../../../api/flow-types.ts';
export function RunDialog(_props: { flow: FlowView; from: string | undefined; onClose: () => void }) {
  return null;
}
