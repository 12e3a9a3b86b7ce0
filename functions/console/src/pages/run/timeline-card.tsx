import { ChevronDown } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import type { StepView } from '../../api/types.ts';
import { kindOf } from '../../canvas/medallion.tsx';
import { Badge } from '../../ui/badge.tsx';
import { CheckpointBlock, checkpointsAt } from './checkpoint-block.tsx';
import { ErrorBox } from './error-box.tsx';
import { hasValues, StepTime, Working } from './inspector.tsx';
import { Reason } from './reason.tsx';
import type { Shown } from './shown.ts';
import { standingOf } from './standing.ts';
import { summaryOf } from './step-looks.ts';
import { StepValues } from './step-values.tsx';

interface CardProps extends Omit<Shown, 'fetchedAt'> {
  step: StepView;
  number: number;
  open: boolean;
  chosen: boolean;
  onToggle: (path: string) => void;
}

/** Whether a card would look the same: of the run it shows checkpoints, and what may be done with them. */
const same = (one: CardProps, other: CardProps) =>
  one.step === other.step &&
  one.open === other.open &&
  one.chosen === other.chosen &&
  one.skew === other.skew &&
  one.choose === other.choose &&
  one.run.checkpoints === other.run.checkpoints &&
  one.run.actions === other.run.actions &&
  one.run.graph === other.run.graph &&
  one.run.endedAt === other.run.endedAt;

/** A step in the list: what became of it, the question that it asks, and its input and output in a drawer. */
function Card({ run, skew, choose, step, number, open, chosen, onToggle }: CardProps) {
  const { signal, word } = standingOf(step, run);
  const Kind = kindOf(step.kind);
  const begun = step.status !== 'pending' && step.status !== 'skipped';
  const summary = step.status === 'complete' ? summaryOf(step) : undefined;
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) card.current?.scrollIntoView({ block: 'nearest', behavior: 'auto' });
  }, [chosen]);
  return (
    <li ref={card} className="relative flex scroll-mt-32 scroll-mb-4 gap-4 pb-3">
      <span aria-hidden className="absolute top-5 bottom-[-20px] left-[17px] w-px bg-line" />
      <span
        aria-hidden
        className={`relative mt-2 grid size-9 shrink-0 place-items-center rounded-full border-2 bg-surface ${step.status === 'pending' || step.status === 'skipped' ? 'border-dashed' : ''}`}
        style={{ borderColor: `var(--${signal}-ring)`, color: `var(--${signal})` }}
      >
        <Kind size={16} />
      </span>
      <div
        className={`flex min-w-0 grow flex-col gap-2 rounded-card border bg-surface px-4 py-3 ${chosen ? 'border-ink' : 'border-line'}`}
      >
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h3 className={`min-w-0 font-semibold break-words ${begun ? '' : 'text-ink-2'}`}>
            <span className="mr-1.5 font-normal text-ink-3">{number}</span>
            {step.title}
          </h3>
          <Badge signal={signal} word={word} />
          <span className="ml-auto flex items-center gap-3 text-meta text-ink-3">
            {step.attempt > 1 && <span>{step.attempt} attempts</span>}
            <StepTime step={step} skew={skew} end={run.endedAt} />
            {hasValues(step) && (
              <button
                type="button"
                aria-expanded={open}
                onClick={() => onToggle(step.path)}
                className="-mr-2 flex min-h-7 items-center gap-1 rounded-control px-2 text-ink-2 hover:bg-line/60 hover:text-ink"
              >
                <span className="max-md:sr-only">Input and output</span>
                <span className="sr-only"> of {step.title}</span>
                <ChevronDown aria-hidden size={16} className={`transition-transform ${open ? 'rotate-180' : ''}`} />
              </button>
            )}
          </span>
        </div>
        {summary !== undefined && <p className="break-words text-ink-2">{summary}</p>}
        {step.reason !== undefined && (step.status === 'skipped' || step.status === 'blocked') && (
          <p className="break-words text-ink-2">
            <Reason run={run} choose={choose} text={step.reason} />
          </p>
        )}
        {step.status === 'running' && <Working step={step} skew={skew} />}
        {step.status === 'failed' && step.error !== undefined && <ErrorBox error={step.error} />}
        {checkpointsAt(run, step.path).map((checkpoint) => (
          <CheckpointBlock key={checkpoint.id} run={run} skew={skew} checkpoint={checkpoint} sticky />
        ))}
        {hasValues(step) && open && <StepValues run={run.id} step={step} />}
      </div>
    </li>
  );
}

export const TimelineCard = memo(Card, same);
