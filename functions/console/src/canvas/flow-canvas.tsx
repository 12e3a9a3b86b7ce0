import {
  Background,
  BackgroundVariant,
  BaseEdge,
  Controls,
  type Edge,
  type EdgeProps,
  getSmoothStepPath,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from '@xyflow/react';
import { useMemo } from 'react';
import type { Graph } from '../api/types.ts';
import { usePreferences } from '../app/preferences.ts';
import type { Signal } from '../ui/status.ts';
import '@xyflow/react/dist/base.css';
import { Medallion } from './medallion.tsx';

/** What a step shows on the canvas. */
export interface StepLook {
  signal: Signal;
  /** The state in a word, for those who do not see the ring. */
  word: string;
  /** A line below the title: how long it took, why it was skipped, what it is doing. */
  caption?: string;
  /** What a comparison found. */
  change?: 'added' | 'removed' | 'changed';
}

type StepNode = Node<{ title: string; kind: string; look: StepLook; chosen: boolean }, 'step'>;
type TrackEdge = Edge<{ signal: Signal; moving: boolean }, 'track'>;

const changes: Record<NonNullable<StepLook['change']>, Signal> = {
  added: 'complete',
  removed: 'failed',
  changed: 'awaiting',
};

function StepMark({ data: { title, kind, look, chosen } }: NodeProps<StepNode>) {
  const tint = look.change === undefined ? undefined : `var(--${changes[look.change]})`;
  return (
    <div
      className={`flex w-[150px] flex-col items-center rounded-card pt-1 pb-1.5 text-center ${chosen ? 'bg-surface outline-2 outline-ink' : ''}`}
      style={tint === undefined ? {} : { background: `color-mix(in srgb, ${tint} var(--tint), var(--canvas))` }}
    >
      <div className="relative">
        <Handle type="target" position={Position.Left} isConnectable={false} className="left-[7px]! opacity-0" />
        <Medallion kind={kind} signal={look.signal} />
        <Handle type="source" position={Position.Right} isConnectable={false} className="right-[7px]! opacity-0" />
      </div>
      <span className="mt-1 line-clamp-2 w-full text-meta leading-4 font-semibold">{title}</span>
      <span className="line-clamp-1 w-full text-[12px] leading-4" style={{ color: `var(--${look.signal})` }}>
        {look.caption ?? look.word}
      </span>
    </div>
  );
}

function Track({ sourceX, sourceY, targetX, targetY, data }: EdgeProps<TrackEdge>) {
  const [path] = getSmoothStepPath({ sourceX, sourceY, targetX, targetY, borderRadius: 12 });
  const { signal = 'pending', moving = false } = data ?? {};
  return (
    <>
      <BaseEdge
        path={path}
        style={{
          stroke: `var(--${signal}-ring)`,
          strokeWidth: 1.75,
          ...(signal === 'skipped' ? { strokeDasharray: '2 5' } : {}),
        }}
      />
      {moving && (
        <circle r={4} fill="var(--running-ring)" className="motion-reduce:hidden">
          <animateMotion dur="1.2s" repeatCount="indefinite" path={path} />
        </circle>
      )}
    </>
  );
}

const nodeTypes = { step: StepMark };
const edgeTypes = { track: Track };
/** Dots that move at the same time at most: each costs frames. */
const mostMoving = 12;

const ariaLabelConfig = {
  'node.a11yDescription.default': 'Press enter to look at the step.',
  'node.a11yDescription.keyboardDisabled': 'Press enter to look at the step.',
  'edge.a11yDescription.default': 'From one step to the next.',
};

/** The graph of a flow with what each step looks like. Nodes are in topological order, which is the order of the tab key. */
export function FlowCanvas({
  graph,
  lookOf,
  chosen,
  onChoose,
}: {
  graph: Graph;
  lookOf: (path: string) => StepLook;
  chosen?: string | undefined;
  onChoose: (path: string | undefined) => void;
}) {
  const { theme } = usePreferences();
  const nodes = useMemo<StepNode[]>(
    () =>
      graph.nodes.map(({ path, kind, title, x, y }) => {
        const look = lookOf(path);
        return {
          id: path,
          type: 'step',
          position: { x, y },
          data: { title, kind, look, chosen: path === chosen },
          ariaLabel: `${title}: ${look.word}`,
          draggable: false,
          connectable: false,
          deletable: false,
        };
      }),
    [graph, lookOf, chosen],
  );
  const edges = useMemo<TrackEdge[]>(() => {
    let moving = 0;
    return graph.edges.map(({ from, to }) => {
      const target = lookOf(to).signal;
      const source = lookOf(from).signal;
      const runs = target === 'running' && moving++ < mostMoving;
      const signal: Signal =
        target === 'running' || target === 'skipped'
          ? target
          : source === 'complete' && target !== 'pending'
            ? 'complete'
            : 'pending';
      return {
        id: `${from}→${to}`,
        source: from,
        target: to,
        type: 'track',
        data: { signal, moving: runs },
        focusable: false,
      };
    });
  }, [graph, lookOf]);
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      colorMode={theme}
      fitView
      fitViewOptions={{ padding: 0.15, maxZoom: 1.1 }}
      minZoom={0.2}
      nodesDraggable={false}
      nodesConnectable={false}
      edgesFocusable={false}
      zoomOnDoubleClick={false}
      onNodeClick={(_event, { id }) => onChoose(id)}
      onPaneClick={() => onChoose(undefined)}
      onSelectionChange={({ nodes: [first] }) => first !== undefined && onChoose(first.id)}
      ariaLabelConfig={ariaLabelConfig}
      className="bg-canvas!"
    >
      <Background variant={BackgroundVariant.Dots} gap={24} size={1.2} color="var(--line)" bgColor="var(--canvas)" />
      <fieldset aria-label="Zoom">
        <Controls showInteractive={false} />
      </fieldset>
    </ReactFlow>
  );
}
