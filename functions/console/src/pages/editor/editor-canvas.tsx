import { useReactFlow } from '@xyflow/react';
import { useEffect, useEffectEvent } from 'react';
import type { Graph } from '../../api/types.ts';
import { FlowCanvas, type StepLook } from '../../canvas/flow-canvas.tsx';

/** Shows everything again when steps came or went, and brings the step of the cursor into sight. */
function Follow({ graph, chosen }: { graph: Graph; chosen: string | undefined }) {
  const flow = useReactFlow();
  const steps = graph.nodes.map(({ path, x, y }) => `${path} ${x} ${y}`).join('\n');
  const showAll = useEffectEvent(() => void flow.fitView({ padding: 0.15, maxZoom: 1.1, duration: 200 }));
  const show = useEffectEvent((id: string) => {
    const place = flow.getNodesBounds([id]);
    const corner = flow.flowToScreenPosition({ x: place.x, y: place.y });
    const end = flow.flowToScreenPosition({ x: place.x + place.width, y: place.y + place.height });
    const pane = document.querySelector('.react-flow')?.getBoundingClientRect();
    if (pane === undefined || place.width === 0) return;
    const inSight = corner.x >= pane.left && corner.y >= pane.top && end.x <= pane.right && end.y <= pane.bottom;
    if (!inSight)
      void flow.setCenter(place.x + place.width / 2, place.y + place.height / 2, {
        zoom: flow.getZoom(),
        duration: 200,
      });
  });
  useEffect(() => {
    const frame = requestAnimationFrame(showAll);
    return () => cancelAnimationFrame(frame);
  }, [steps]);
  useEffect(() => {
    if (chosen !== undefined) show(chosen);
  }, [chosen]);
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
    <FlowCanvas
      graph={graph}
      lookOf={lookOf}
      chosen={chosen}
      onChoose={(step) => {
        if (step !== undefined) onChoose(step);
      }}
    >
      <Follow graph={graph} chosen={chosen} />
    </FlowCanvas>
  );
}
