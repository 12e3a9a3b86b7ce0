import { ReactFlowProvider, useReactFlow, useStore } from '@xyflow/react';
import { useEffect, useEffectEvent } from 'react';
import type { Graph } from '../../api/types.ts';
import { FlowCanvas, type StepLook } from '../../canvas/flow-canvas.tsx';

/** What is drawn smaller than this to fit is shown in part. */
const leastFit = 0.42;
/** Milliseconds of stillness before the canvas follows its size. */
const stillMs = 100;

/** Shows everything again when steps came or went or the canvas got another size, and brings the step of the cursor into sight. */
function Follow({ graph, chosen }: { graph: Graph; chosen: string | undefined }) {
  const flow = useReactFlow();
  const size = useStore(({ width, height }) => `${width} ${height}`);
  const steps = graph.nodes.map(({ path, x, y }) => `${path} ${x} ${y}`).join('\n');
  const show = useEffectEvent((id: string | undefined) => {
    const place = flow.getNodesBounds(id === undefined ? [] : [id]);
    const pane = document.querySelector('.react-flow')?.getBoundingClientRect();
    if (pane === undefined || place.width === 0) return;
    const corner = flow.flowToScreenPosition({ x: place.x, y: place.y });
    const end = flow.flowToScreenPosition({ x: place.x + place.width, y: place.y + place.height });
    const inSight = corner.x >= pane.left && corner.y >= pane.top && end.x <= pane.right && end.y <= pane.bottom;
    if (inSight) return;
    const zoom = flow.getZoom();
    void flow.setCenter(place.x + place.width / 2, place.y + place.height / 2, { zoom, duration: 200 });
  });
  const showAll = useEffectEvent(() => {
    void flow
      .fitView({ padding: 0.15, maxZoom: 1.1, minZoom: leastFit })
      .then(() => show(chosen ?? graph.nodes[0]?.path));
  });
  useEffect(() => {
    const timer = steps === '' || size === '0 0' ? undefined : setTimeout(showAll, stillMs);
    return () => clearTimeout(timer);
  }, [steps, size]);
  useEffect(() => show(chosen), [chosen]);
  return null;
}

/** The canvas of the editor: the graph that the text describes, or described last. */
export function EditorCanvas({
  graph,
  lookOf,
  chosen,
  onChoose,
}: {
  graph: Graph;
  lookOf: (step: string) => StepLook;
  chosen: string | undefined;
  onChoose: (step: string) => void;
}) {
  return (
    <ReactFlowProvider>
      <FlowCanvas
        graph={graph}
        lookOf={lookOf}
        chosen={chosen}
        onChoose={(step) => {
          if (step !== undefined) onChoose(step);
        }}
      />
      <Follow graph={graph} chosen={chosen} />
    </ReactFlowProvider>
  );
}
