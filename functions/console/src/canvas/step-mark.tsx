import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import type { Signal } from '../ui/status.ts';
import { duration, useNow } from '../ui/time.tsx';
import { Medallion } from './medallion.tsx';
import { handles } from './place-graph.ts';
import type { StepLook } from './step-look.ts';

export type StepNode = Node<{ title: string; kind: string; look: StepLook; chosen: boolean }, 'step'>;

const changes: Record<NonNullable<StepLook['change']>, Signal> = {
  added: 'complete',
  removed: 'failed',
  changed: 'awaiting',
};

/** Where tracks end: a point on the ring, that nobody sees. */
const end = { width: 1, height: 1, minWidth: 1, minHeight: 1, right: 'auto', border: 0, opacity: 0, transform: 'none' };
const ends = (
  <>
    <Handle
      type="target"
      position={Position.Left}
      isConnectable={false}
      style={{ ...end, left: handles.target.x, top: handles.target.y }}
    />
    <Handle
      type="source"
      position={Position.Right}
      isConnectable={false}
      style={{ ...end, left: handles.source.x, top: handles.source.y }}
    />
  </>
);

function Ticking({ since }: { since: number }) {
  return <>{duration(useNow(true) - since)}</>;
}

function Caption({ look: { caption, since, word, signal, change } }: { look: StepLook }) {
  const colour = `var(--${change === undefined ? signal : changes[change]})`;
  return (
    <>
      <span className="canvas-caption line-clamp-1 w-full text-[12px] leading-4" style={{ color: colour }}>
        {since === undefined ? (
          (caption ?? <span aria-hidden>{word}</span>)
        ) : (
          <>
            {caption}
            {/* Not part of the name: it would change with every tick. */}
            <span aria-hidden>
              {caption === undefined ? '' : ' · '}
              <Ticking since={since} />
            </span>
          </>
        )}
      </span>
      {/* Beside the caption, which is left out when the canvas is seen from afar. */}
      {since !== undefined && <span className="sr-only">, {word}</span>}
    </>
  );
}

/** A step on the canvas: medallion, title, caption. Rerenders only when its own look changes. */
export const StepMark = memo(function StepMark({ data: { title, kind, look, chosen } }: NodeProps<StepNode>) {
  const tint = look.change === undefined ? undefined : `var(--${changes[look.change]})`;
  const running = look.signal === 'running';
  return (
    <div
      className={`flex w-full cursor-pointer flex-col items-center rounded-card px-1 pt-1 pb-1.5 text-center ${chosen ? 'bg-surface outline-2 outline-ink' : 'hover:bg-surface'}`}
      style={tint === undefined ? {} : { background: `color-mix(in srgb, ${tint} var(--tint), transparent)` }}
    >
      {ends}
      <Medallion kind={kind} signal={look.signal} />
      <span
        className={`canvas-title line-clamp-2 w-full font-semibold ${running ? 'shimmer text-running' : ''} ${look.signal === 'skipped' || look.signal === 'pending' ? 'text-ink-2' : ''}`}
      >
        {title}
      </span>{' '}
      <Caption look={look} />
    </div>
  );
});
