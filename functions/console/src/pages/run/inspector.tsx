import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { StepView } from '../../api/types.ts';
import { useZone } from '../../app/preferences.ts';
import { Badge } from '../../ui/badge.tsx';
import { Facts } from '../../ui/card.tsx';
import { Copy } from '../../ui/copy.tsx';
import { duration, relative, Time, useNow } from '../../ui/time.tsx';
import { CheckpointBlock, checkpointsAt } from './checkpoint-block.tsx';
import { ErrorBox } from './error-box.tsx';
import { Reason } from './reason.tsx';
import type { Shown } from './shown.ts';
import { standingOf } from './standing.ts';
import { summaryOf } from './step-looks.ts';
import { StepValues } from './step-values.tsx';

const kinds: Record<string, string> = {
  http: 'Request',
  transform: 'Transformation',
  approve: 'Approval',
  wait: 'Wait',
  agent: 'Agent',
};

/** How long a step takes or took, by the clock of the server. */
export function StepTime({ step, skew, end }: { step: StepView; skew: number; end: string | undefined }) {
  const open =
    step.endedAt === undefined && end === undefined && (step.status === 'running' || step.status === 'awaiting_input');
  const now = useNow(open);
  if (step.startedAt === undefined || step.status === 'skipped') return null;
  const until = step.endedAt ?? end;
  const to = until === undefined || open ? now - skew : Date.parse(until);
  return <>{duration(to - Date.parse(step.startedAt))}</>;
}

/** What a step that runs is doing, and whether it still does anything. */
export function Working({ step, skew }: { step: StepView; skew: number }) {
  const now = useNow(true) - skew;
  const zone = useZone();
  if (step.retryAt !== undefined)
    return (
      <>
        {step.error !== undefined && <ErrorBox error={step.error} />}
        <p className="text-running">
          Attempt {step.attempt} failed. Attempt {step.attempt + 1} begins at <Time at={step.retryAt} short />,{' '}
          {relative(step.retryAt, now)}.
        </p>
      </>
    );
  if (step.until !== undefined)
    return (
      <p className="text-running">
        Waits until <Time at={step.until} key={zone} />, {relative(step.until, now)}.
      </p>
    );
  if (step.deadline !== undefined && Date.parse(step.deadline) < now)
    return (
      <p className="text-awaiting">
        It looks stuck: its time was over at <Time at={step.deadline} short />, and nothing was heard of it. The server
        looks at it again by itself within a few minutes.
      </p>
    );
  return (
    <p className="flex items-center gap-2 font-semibold text-running">
      <span aria-hidden className="size-2.5 animate-pulse rounded-full bg-running" /> Working
      {step.deadline !== undefined && (
        <span className="font-normal text-ink-3">
          · may take until <Time at={step.deadline} short />
        </span>
      )}
    </p>
  );
}

function Standing({ run, skew, choose, step }: Shown & { step: StepView }): ReactNode {
  switch (step.status) {
    case 'pending': {
      const needs = run.graph.edges.filter(({ to }) => to === step.path).map(({ from }) => `"${from}"`);
      if (run.endedAt !== undefined) return <p className="text-ink-2">The run ended before it began.</p>;
      if (needs.length === 0) return <p className="text-ink-2">Begins when the run begins.</p>;
      return (
        <p className="text-ink-2">
          Begins once <Reason run={run} choose={choose} text={needs.join(' and ')} />{' '}
          {needs.length === 1 ? 'has' : 'have'} ended.
        </p>
      );
    }
    case 'running':
      return <Working step={step} skew={skew} />;
    case 'failed':
      return step.error === undefined ? null : <ErrorBox error={step.error} />;
    case 'skipped':
    case 'blocked':
      return step.reason === undefined ? null : (
        <p className={step.status === 'blocked' ? 'text-blocked' : 'text-ink-2'}>
          <Reason run={run} choose={choose} text={step.reason} />
        </p>
      );
    case 'cancelled':
      return <p className="text-ink-2">The run ended while it was going on.</p>;
    default:
      return null;
  }
}

/** Whether there is anything to ask for: nothing goes in or comes out before a step begins, nor while a person is asked. */
export const hasValues = ({ status }: StepView): boolean =>
  status !== 'pending' && status !== 'skipped' && status !== 'awaiting_input';

/** Everything that is known of the chosen step, and the decision that it waits for. */
export function Inspector({ path, ...shown }: Shown & { path: string }) {
  const { run, skew, choose } = shown;
  const at = run.steps.findIndex((step) => step.path === path);
  const step = run.steps[at];
  if (step === undefined) return null;
  const summary = summaryOf(step);
  const asked = checkpointsAt(run, path);
  const waits = step.status === 'awaiting_input';
  return (
    <div className="flex flex-col gap-4 p-5">
      <header className="flex flex-col gap-1">
        <div className="flex items-start justify-between gap-3">
          <h2 className="min-w-0 pt-0.5 text-title font-semibold break-words">{step.title}</h2>
          <div className="flex items-center gap-1">
            <Badge {...standingOf(step, run)} />
            <button
              type="button"
              aria-label="Close the step"
              title="Close the step (Esc)"
              onClick={() => choose(undefined)}
              className="-mr-2 grid size-8 place-items-center rounded-control text-ink-3 hover:bg-line/60 hover:text-ink"
            >
              <X aria-hidden size={18} />
            </button>
          </div>
        </div>
        <p className="text-meta text-ink-3">
          Step {at + 1} of {run.steps.length} · {kinds[step.kind] ?? step.kind}
        </p>
      </header>
      <Standing {...shown} step={step} />
      {summary !== undefined && step.status === 'complete' && <p className="break-words text-ink-2">{summary}</p>}
      {asked.map((checkpoint) => (
        <CheckpointBlock key={checkpoint.id} run={run} skew={skew} checkpoint={checkpoint} />
      ))}
      <Facts
        facts={[
          step.startedAt === undefined || step.status === 'skipped'
            ? undefined
            : ['Started', <Time key="from" at={step.startedAt} />],
          step.endedAt === undefined ? undefined : ['Ended', <Time key="to" at={step.endedAt} />],
          step.startedAt === undefined || step.status === 'skipped'
            ? undefined
            : [waits ? 'Waiting' : 'Took', <StepTime key="took" step={step} skew={skew} end={run.endedAt} />],
          step.attempt > 1 || step.status === 'failed' ? ['Attempts', step.attempt] : undefined,
          [
            'Name',
            <span key="path" className="flex items-center gap-1">
              <span className="min-w-0 truncate font-mono text-meta">{path}</span>
              <Copy text={path} label="Copy the name of the step" />
            </span>,
          ],
        ]}
      />
      {hasValues(step) && <StepValues run={run.id} step={step} />}
    </div>
  );
}
