import { ChevronDown, ChevronLeft, ChevronRight, ChevronUp } from 'lucide-react';
import type { KeyboardEvent, PointerEvent } from 'react';

/** How much of the page the text has, in hundredths. */
export const leastShare = 25;
export const mostShare = 75;
export const evenShare = 50;
const stepShare = 5;

export const clampShare = (share: number): number => Math.round(Math.min(mostShare, Math.max(leastShare, share)));

const arrow =
  'grid size-[24px] place-items-center rounded-full text-ink-3 hover:bg-line/60 hover:text-ink disabled:opacity-40';

/** Between the text and the canvas: dragged, moved by arrow keys, or by its two buttons (WCAG 2.5.7). */
export function Divider({
  share,
  onShare,
  across,
  controls,
}: {
  share: number;
  onShare: (share: number) => void;
  /** The text is above the canvas, not beside it. */
  across: boolean;
  controls: string;
}) {
  const move = (by: number) => onShare(clampShare(share + by));
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const target = event.currentTarget;
    if (!target.hasPointerCapture(event.pointerId)) return;
    const all = target.parentElement?.parentElement?.getBoundingClientRect();
    if (all === undefined) return;
    onShare(
      clampShare(
        across ? ((event.clientY - all.top) / all.height) * 100 : ((event.clientX - all.left) / all.width) * 100,
      ),
    );
  };
  const press = ({ key, preventDefault }: { key: string; preventDefault: () => void }) => {
    const by = { ArrowLeft: -stepShare, ArrowUp: -stepShare, ArrowRight: stepShare, ArrowDown: stepShare }[key];
    if (by !== undefined) move(by);
    else if (key === 'Home') onShare(leastShare);
    else if (key === 'End') onShare(mostShare);
    else if (key === 'Enter') onShare(evenShare);
    else return;
    preventDefault();
  };
  const Less = across ? ChevronUp : ChevronLeft;
  const More = across ? ChevronDown : ChevronRight;
  return (
    <div
      className={`relative z-10 flex items-center justify-center [grid-area:divider] ${across ? 'h-px' : 'w-px'} bg-line`}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is no <hr>. */}
      <div
        role="separator"
        tabIndex={0}
        aria-label="Share of the text"
        aria-orientation={across ? 'horizontal' : 'vertical'}
        aria-controls={controls}
        aria-valuenow={share}
        aria-valuemin={leastShare}
        aria-valuemax={mostShare}
        aria-valuetext={`${share} percent`}
        title="Drag, or use the arrow keys; double-click for halves"
        className={`absolute touch-none ${across ? 'inset-x-0 -top-1 h-[9px] cursor-row-resize' : 'inset-y-0 -left-1 w-[9px] cursor-col-resize'} hover:bg-line focus-visible:bg-line`}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onDoubleClick={() => onShare(evenShare)}
        onKeyDown={(event: KeyboardEvent) => press({ key: event.key, preventDefault: () => event.preventDefault() })}
      />
      <div
        className={`relative flex shrink-0 rounded-full border border-line bg-surface ${across ? 'flex-row' : 'flex-col'}`}
      >
        <button
          type="button"
          className={arrow}
          aria-label="Less text, more canvas"
          disabled={share <= leastShare}
          onClick={() => move(-stepShare)}
        >
          <Less aria-hidden size={16} />
        </button>
        <button
          type="button"
          className={arrow}
          aria-label="More text, less canvas"
          disabled={share >= mostShare}
          onClick={() => move(stepShare)}
        >
          <More aria-hidden size={16} />
        </button>
      </div>
    </div>
  );
}
