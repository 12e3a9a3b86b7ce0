import { Link } from '@tanstack/react-router';
import type { RunView, StepView } from '../../api/types.ts';
import type { StepLook } from '../../canvas/flow-canvas.tsx';
import { Badge, RunBadge } from '../../ui/badge.tsx';
import { Facts } from '../../ui/card.tsx';
import { stepSignal } from '../../ui/status.ts';
import { duration, Elapsed, Time } from '../../ui/time.tsx';

/** How a step of a past run looks on the canvas. */
export function runLook(step: StepView | undefined): StepLook {
  if (step === undefined) return { signal: 'skipped', word: 'Not in this run' };
  const { status, startedAt, endedAt, reason } = step;
  const took =
    startedAt !== undefined && endedAt !== undefined
      ? duration(Date.parse(endedAt) - Date.parse(startedAt))
      : undefined;
  const caption = status === 'skipped' ? reason : took;
  return { ...stepSignal(status), ...(caption === undefined ? {} : { caption }) };
}

/** What became of a step in the run that is looked at. */
export function StepOfRun({ step, run }: { step: StepView; run: RunView }) {
  const { startedAt, endedAt, reason, summary, error, attempt } = step;
  return (
    <section className="flex flex-col items-start gap-3">
      <Badge {...stepSignal(step.status)} />
      {error !== undefined && (
        <div className="rounded-control border border-failed p-3">
          <p className="font-semibold text-failed">{error.type}</p>
          <p className="break-words">{error.message}</p>
          {error.suggestion !== undefined && <p className="mt-1 text-ink-2">{error.suggestion}</p>}
        </div>
      )}
      {summary !== undefined && summary !== '' && <p className="text-ink-2">{summary}</p>}
      <Facts
        facts={[
          startedAt === undefined ? undefined : ['Started', <Time key="started" at={startedAt} />],
          startedAt === undefined ? undefined : ['Took', <Elapsed key="took" from={startedAt} to={endedAt} />],
          attempt > 1 ? ['Tries', attempt] : undefined,
          reason === undefined ? undefined : ['Why', reason],
        ]}
      />
      <Link to="/runs/$id" params={{ id: run.id }} search={{ step: step.path }}>
        Its input, output and tries in the run
      </Link>
    </section>
  );
}

/** The run that is looked at, while no step is chosen. */
export function RunInShort({ run, latest }: { run: RunView; latest: number }) {
  return (
    <div className="flex flex-col items-start gap-4">
      <RunBadge run={run} />
      <Facts
        facts={[
          ['Started', <Time key="at" at={run.startedAt} />],
          ['Took', <Elapsed key="took" from={run.startedAt} to={run.endedAt} />],
          ['By', run.trigger.by.name ?? run.trigger.by.id],
          ['Version', run.version === latest ? run.version : `${run.version}; the latest is ${latest}`],
          ['Environment', run.environment],
        ]}
      />
      {run.error !== undefined && <p className="break-words text-failed">{run.error.message}</p>}
      <Link to="/runs/$id" params={{ id: run.id }}>
        Open the run
      </Link>
    </div>
  );
}
