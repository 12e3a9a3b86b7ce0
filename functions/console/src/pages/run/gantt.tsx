import { useMemo } from 'react';
import { duration, useNow } from '../../ui/time.tsx';
import type { Shown } from './shown.ts';
import { collapsedScale, type Span, type Spent, spansOf } from './spans.ts';
import { standingOf } from './standing.ts';

const looks: Record<Spent, string> = {
  working: '',
  person: 'hatched border border-awaiting text-awaiting',
  clock: 'hatched border border-control text-control',
};
const words: Record<Spent, string> = {
  working: 'at work',
  person: 'waiting for a person',
  clock: 'waiting for the clock',
};

const percent = (fraction: number) => `${(fraction * 100).toFixed(3)}%`;
const describe = (spans: readonly Span[]) =>
  spans.map(({ from, to, spent }) => `${words[spent]} ${duration(to - from)}`).join(', ');

/** Steps by time: what was work is solid, what was waiting is hatched, and time in which nobody worked is drawn shorter than it was. */
export function Gantt({ run, skew, choose, chosen }: Shown & { chosen: string | undefined }) {
  // Once a second is enough for bars, and spares everything else on the page.
  const now = Math.floor(useNow(run.endedAt === undefined) / 1_000) * 1_000 - skew;
  const { rows, scale, from, to } = useMemo(() => {
    const rows = run.steps.map((step) => ({ step, spans: spansOf(step, run.checkpoints, run.endedAt, now) }));
    const all = rows.flatMap(({ spans }) => spans);
    const from = Math.min(Date.parse(run.startedAt), ...all.map((span) => span.from));
    const to = Math.max(
      from + 1,
      run.endedAt === undefined ? now : Date.parse(run.endedAt),
      ...all.map((span) => span.to),
    );
    return { rows, scale: collapsedScale(all, from, to), from, to };
  }, [run, now]);
  return (
    <div className="flex flex-col gap-3">
      <ol className="relative flex flex-col rounded-card border border-line bg-surface py-2">
        {rows.map(({ step, spans }, index) => {
          const { signal, word } = standingOf(step, run);
          const total = spans.reduce((sum, span) => sum + span.to - span.from, 0);
          return (
            <li key={step.path}>
              <button
                type="button"
                onClick={() => choose(step.path === chosen ? undefined : step.path)}
                aria-pressed={step.path === chosen}
                className={`grid w-full grid-cols-[minmax(0,180px)_minmax(0,1fr)_72px] items-center gap-3 px-4 py-1.5 text-left hover:bg-line/40 focus-visible:-outline-offset-2 max-md:grid-cols-[minmax(0,1fr)_72px] max-md:gap-y-1 ${step.path === chosen ? 'bg-line/60' : ''}`}
              >
                <span className="truncate text-meta">
                  <span className="text-ink-3">{index + 1}</span> {step.title}
                  <span className="sr-only">
                    : {word}
                    {spans.length > 0 && `, ${describe(spans)}`}
                  </span>
                </span>
                <span aria-hidden className="relative h-5 max-md:order-3 max-md:col-span-2">
                  {scale.breaks.map((gap) => (
                    <span
                      key={gap.from}
                      className="absolute -inset-y-1.5 border-x border-dashed border-line bg-canvas"
                      style={{ left: percent(gap.left), width: percent(gap.width) }}
                    />
                  ))}
                  {spans.map((span) => (
                    <span
                      key={span.from}
                      title={describe([span])}
                      className={`absolute inset-y-0.5 min-w-[3px] rounded-[3px] ${looks[span.spent]}`}
                      style={{
                        left: percent(scale.at(span.from)),
                        width: percent(scale.at(span.to) - scale.at(span.from)),
                        ...(span.spent === 'working' ? { background: `var(--${signal}-ring)` } : {}),
                      }}
                    />
                  ))}
                </span>
                <span className="text-right text-meta text-ink-3">{spans.length === 0 ? word : duration(total)}</span>
              </button>
            </li>
          );
        })}
        <li
          aria-hidden
          className="grid grid-cols-[minmax(0,180px)_minmax(0,1fr)_72px] gap-3 px-4 pt-1 text-[12px] text-ink-3 max-md:grid-cols-1"
        >
          <span className="relative col-start-2 h-5 max-md:col-start-1">
            {scale.breaks.map((gap) => (
              <span
                key={gap.from}
                className="absolute top-0 text-center whitespace-nowrap"
                style={{ left: percent(gap.left + gap.width / 2), transform: 'translateX(-50%)' }}
              >
                {duration(gap.to - gap.from)}
              </span>
            ))}
          </span>
          <span className="text-right whitespace-nowrap max-md:hidden">{duration(to - from)}</span>
        </li>
      </ol>
      <p aria-hidden className="flex flex-wrap gap-x-5 gap-y-1 text-meta text-ink-3">
        <span className="flex items-center gap-2">
          <span className="h-3 w-6 rounded-[3px] bg-[var(--complete-ring)]" /> at work
        </span>
        <span className="flex items-center gap-2">
          <span className={`h-3 w-6 rounded-[3px] ${looks.person}`} /> <span>waiting for a person</span>
        </span>
        <span className="flex items-center gap-2">
          <span className={`h-3 w-6 rounded-[3px] ${looks.clock}`} /> <span>waiting for the clock</span>
        </span>
        <span className="flex items-center gap-2">
          <span className="h-3 w-6 border-x border-dashed border-control" /> nobody worked: drawn shorter
        </span>
      </p>
    </div>
  );
}
