import { useQuery } from '@tanstack/react-query';
import { evidenceQuery } from '../../api/run-queries.ts';
import type { CheckpointView } from '../../api/types.ts';
import { DecisionCard } from '../../decide/decision-card.tsx';
import type { Shown } from './shown.ts';
import { summaryOf } from './step-looks.ts';

/** A question of this run where it is asked, with what the person is shown of the step before it. */
export function CheckpointBlock({
  sticky = false,
  run,
  skew,
  checkpoint,
}: Pick<Shown, 'run' | 'skew'> & { checkpoint: CheckpointView; sticky?: boolean }) {
  const { data } = useQuery(evidenceQuery(run.id, checkpoint.id));
  const needs = run.graph.edges.filter(({ to }) => to === checkpoint.step).map(({ from }) => from);
  const before = run.steps.filter(({ path }) => needs.includes(path)).flatMap((step) => summaryOf(step) ?? []);
  const summary = data?.summary ?? before.join(' ');
  const values = data?.values;
  return (
    <DecisionCard
      asked={{
        ...checkpoint,
        run: run.id,
        summary,
        ...(values === undefined || Object.keys(values).length === 0 ? {} : { values }),
      }}
      may={run.actions.includes('decide')}
      skew={skew}
      sticky={sticky}
    />
  );
}

export const checkpointsAt = (run: Shown['run'], path: string): CheckpointView[] =>
  run.checkpoints.filter(({ step }) => step === path);
