import { BaseEdge, type Edge, type EdgeProps, getSmoothStepPath, Position } from '@xyflow/react';
import { memo } from 'react';
import type { Signal } from '../ui/status.ts';
import type { Point } from './place-graph.ts';

export type TrackEdge = Edge<{ signal: Signal; moving: boolean; via?: Point[] | undefined }, 'track'>;

/** The path of a track through the points that keep it clear of other steps. */
export function trackPath(from: Point, via: Point[], to: Point): string {
  const points = [from, ...via, to];
  return points
    .slice(1)
    .map((point, index) => {
      const before = points[index] ?? from;
      const [path] = getSmoothStepPath({
        sourceX: before.x,
        sourceY: before.y,
        sourcePosition: Position.Right,
        targetX: point.x,
        targetY: point.y,
        targetPosition: Position.Left,
        borderRadius: 12,
      });
      return index === 0 ? path : path.replace(/^M/, 'L');
    })
    .join('');
}

/** What one step needs of another, as track: its colour says how far the run has come on it, and one dot moves into what runs. */
export const Track = memo(function Track({ sourceX, sourceY, targetX, targetY, data }: EdgeProps<TrackEdge>) {
  const { signal = 'pending', moving = false, via = [] } = data ?? {};
  const path = trackPath({ x: sourceX, y: sourceY }, via, { x: targetX, y: targetY });
  return (
    <>
      <BaseEdge
        path={path}
        interactionWidth={0}
        style={{
          stroke: signal === 'pending' ? 'var(--track)' : `var(--${signal}-ring)`,
          strokeWidth: 'calc(1.75px * var(--thick, 1))',
          transition: 'stroke 250ms',
          ...(signal === 'skipped' ? { strokeDasharray: '1 5', strokeLinecap: 'round' } : {}),
        }}
      />
      {moving && (
        <circle r={4} fill="var(--running-ring)" className="motion-reduce:hidden">
          <animateMotion dur="1.2s" repeatCount="indefinite" path={path} />
        </circle>
      )}
    </>
  );
});

/** Steps that nothing has happened to. */
const untouched = new Set<Signal>(['pending']);

/** How far a run has come between two steps. */
export function trackSignal(from: Signal, to: Signal): Signal {
  if (untouched.has(to)) return 'pending';
  if (to === 'running') return 'running';
  if (to === 'skipped' || from === 'skipped') return 'skipped';
  return from === 'failed' ? 'failed' : 'complete';
}
