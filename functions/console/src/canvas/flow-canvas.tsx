import {
  Background,
  BackgroundVariant,
  Controls,
  MiniMap,
  type NodeChange,
  Position,
  ReactFlow,
  type ReactFlowInstance,
} from '@xyflow/react';

import { useCallback, useMemo, useRef } from 'react';

import type { Graph } from '../api/types.ts';
import { usePreferences } from '../app/preferences.ts';
import '@xyflow/react/dist/base.css';
import './canvas.css';
import { KeepInView } from './keep-in-view.tsx';
import { lookAt } from './look-at.ts';
import { box, handles, placeGraph } from './place-graph.ts';
import { type StepLook, sameLook } from './step-look.ts';
import { StepMark, type StepNode } from './step-mark.tsx';
import { Track, type TrackEdge, trackSignal } from './track.tsx';
import { ZoomWords } from './zoom-words.tsx';

export type { StepLook } from './step-look.ts';

const nodeTypes = { step: StepMark };
const edgeTypes = { track: Track };
/** Dots that move at the same time at most: each costs frames. */
const mostMoving = 12;
/** With more steps than this there is a map. */
const fewSteps = 24;
/** What is drawn smaller than this to fit is shown in part. */
const leastFit = 0.5;
const fit = { padding: 0.1, maxZoom: 1.1, minZoom: leastFit };
/** How near a step is when the canvas opens at it. */
const closeZoom = 0.8;

const ariaLabelConfig = {
  'node.a11yDescription.default': 'Press enter to look at the step, escape to leave it.',
  'node.a11yDescription.keyboardDisabled': 'Press enter to look at the step, escape to leave it.',
  'edge.a11yDescription.default': 'From one step to the next.',
};

const alike = {
  type: 'step' as const,
  width: box.width,
  height: box.height,
  measured: box,
  handles: [
    { type: 'target' as const, position: Position.Left, ...handles.target, width: 1, height: 1 },
    { type: 'source' as const, position: Position.Right, ...handles.source, width: 1, height: 1 },
  ],
  ariaRole: 'button' as const,
  // Above every track: those that end in a ring end at its edge.
  zIndex: 10,
  draggable: false,
  connectable: false,
  deletable: false,
};

/** Nodes of the canvas; one whose look did not change stays the same object, and is not drawn anew. */
function useNodes(graph: Graph, lookOf: (path: string) => StepLook, chosen: string | undefined): StepNode[] {
  const known = useRef(new Map<string, StepNode>());
  return useMemo(() => {
    const nodes = graph.nodes.map(({ path, kind, title, x, y }): StepNode => {
      const look = lookOf(path);
      const before = known.current.get(path);
      const same =
        before !== undefined &&
        before.position.x === x &&
        before.position.y === y &&
        before.data.title === title &&
        before.data.kind === kind &&
        before.data.chosen === (path === chosen) &&
        sameLook(before.data.look, look);
      if (same) return before;
      return {
        ...alike,
        id: path,
        position: { x, y },
        data: { title, kind, look, chosen: path === chosen },
        selected: path === chosen,
        // The name says what stands there (WCAG 2.5.3), and the state where that is something else; where a time ticks, the words
        // themselves are the name.
        ...(look.since === undefined
          ? {
              ariaLabel:
                look.caption === undefined ? `${title} ${look.word}` : `${title} ${look.caption}, ${look.word}`,
            }
          : {}),
        domAttributes: { 'aria-roledescription': 'step', 'aria-pressed': path === chosen },
      };
    });
    known.current = new Map(nodes.map((node) => [node.id, node]));
    return nodes;
  }, [graph, lookOf, chosen]);
}

function useEdges(graph: Graph, lookOf: (path: string) => StepLook): TrackEdge[] {
  const known = useRef(new Map<string, TrackEdge>());
  return useMemo(() => {
    let moving = 0;
    const edges = graph.edges.map(({ from, to, via }): TrackEdge => {
      const id = `${from}→${to}`;
      const signal = trackSignal(lookOf(from).signal, lookOf(to).signal);
      const moves = signal === 'running' && moving++ < mostMoving;
      const before = known.current.get(id);
      if (before?.data?.signal === signal && before.data.moving === moves && before.data.via === via) return before;
      return {
        id,
        source: from,
        target: to,
        type: 'track',
        data: { signal, moving: moves, via },
        // Where tracks share a stretch, what happens on it lies above what does not.
        zIndex: signal === 'running' ? 3 : signal === 'pending' ? 0 : signal === 'skipped' ? 1 : 2,
        focusable: false,
        domAttributes: { 'aria-hidden': true },
      };
    });
    known.current = new Map(edges.map((edge) => [edge.id, edge]));
    return edges;
  }, [graph, lookOf]);
}

const mapColour = ({ data: { look } }: StepNode) =>
  look.signal === 'pending' ? 'var(--track)' : `var(--${look.signal}-ring)`;

/**
 * The graph of a flow with what each step looks like. Nodes are in topological order, which is the order of the tab key. A graph too
 * large to be legible as a whole opens at `follow`, and stays with it until somebody moves the canvas.
 */
export function FlowCanvas({
  graph,
  lookOf,
  chosen,
  onChoose,
  follow,
}: {
  graph: Graph;
  lookOf: (path: string) => StepLook;
  chosen?: string | undefined;
  onChoose: (path: string | undefined) => void;
  /** The step that is kept in view: what runs, or what failed. */
  follow?: string | undefined;
}) {
  const { theme } = usePreferences();
  const place = useRef<HTMLDivElement>(null);
  const placed = useMemo(() => placeGraph(graph), [graph]);
  const nodes = useNodes(placed, lookOf, chosen);
  const edges = useEdges(placed, lookOf);
  const onNodesChange = useCallback(
    (changes: NodeChange<StepNode>[]) => {
      const picks = changes.filter((change) => change.type === 'select');
      const picked = picks.find(({ selected }) => selected);
      if (picked !== undefined) onChoose(picked.id);
      else if (picks.length > 0) onChoose(undefined);
    },
    [onChoose],
  );
  const onInit = (canvas: ReactFlowInstance<StepNode, TrackEdge>) => {
    if (canvas.getZoom() > leastFit + 0.01) return;
    const path = chosen ?? follow;
    const node = path === undefined ? nodes[0] : nodes.find(({ id }) => id === path);
    const screen = place.current?.getBoundingClientRect();
    if (node === undefined || screen === undefined) return;
    const all = canvas.getNodesBounds(nodes);
    void canvas.setViewport(
      lookAt({ ...node.position, ...box }, all, screen, path === undefined ? leastFit : closeZoom),
    );
  };
  return (
    <ReactFlow
      ref={place}
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      colorMode={theme}
      fitView
      fitViewOptions={fit}
      onInit={onInit}
      minZoom={0.15}
      maxZoom={2}
      nodesDraggable={false}
      nodesConnectable={false}
      edgesFocusable={false}
      zoomOnDoubleClick={false}
      selectNodesOnDrag={false}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      deleteKeyCode={null}
      onlyRenderVisibleElements={nodes.length > 150}
      onNodesChange={onNodesChange}
      onPaneClick={() => onChoose(undefined)}
      ariaLabelConfig={ariaLabelConfig}
      attributionPosition={nodes.length > fewSteps ? 'top-right' : 'bottom-right'}
      className="bg-canvas!"
    >
      <Background variant={BackgroundVariant.Dots} gap={24} size={1.2} color="var(--line)" bgColor="var(--canvas)" />
      <fieldset aria-label="Zoom">
        <Controls showInteractive={false} fitViewOptions={{ ...fit, minZoom: 0.15 }} />
      </fieldset>
      {nodes.length > fewSteps && (
        <MiniMap
          pannable
          ariaLabel="Map of the flow"
          nodeColor={mapColour}
          nodeBorderRadius={60}
          bgColor="var(--surface)"
          maskColor="color-mix(in srgb, var(--canvas) 70%, transparent)"
          style={{ width: 180, height: 96 }}
          className="overflow-hidden rounded-card border border-line max-[1000px]:hidden"
        />
      )}
      <ZoomWords />
      <KeepInView path={chosen ?? follow} fit={fit} />
    </ReactFlow>
  );
}
