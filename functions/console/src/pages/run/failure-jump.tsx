import { ArrowDown } from 'lucide-react';
import type { RunView } from '../../api/types.ts';

/** The failed steps of a run, in the order of the flow. */
export const failuresOf = ({ steps }: RunView): string[] =>
  steps.filter(({ status }) => status === 'failed').map(({ path }) => path);

/** The failure after, or before, the one that is looked at; round and round. */
export function nextFailure(run: RunView, chosen: string | undefined, by: 1 | -1): string | undefined {
  const failures = failuresOf(run);
  const at = failures.indexOf(chosen ?? '');
  if (at < 0) return by === 1 ? failures[0] : failures.at(-1);
  return failures.at((at + by) % failures.length);
}

/** Says where a run failed, wherever one looks, and goes there. */
export function FailureJump({
  run,
  chosen,
  choose,
}: {
  run: RunView;
  chosen: string | undefined;
  choose: (path: string | undefined) => void;
}) {
  const failures = failuresOf(run);
  const next = nextFailure(run, chosen, 1);
  if (next === undefined) return null;
  const number = run.steps.findIndex(({ path }) => path === next) + 1;
  return (
    <button
      type="button"
      onClick={() => choose(next)}
      title="Next failure (n)"
      className="flex h-7 items-center gap-1.5 rounded-full border border-failed px-3 max-md:gap-1 max-md:px-2.5 text-meta font-semibold whitespace-nowrap text-failed hover:bg-failed hover:text-surface"
    >
      {failures.length === 1 ? `Failed at step ${number}` : `${failures.length} failed · step ${number}`}
      <ArrowDown aria-hidden size={14} strokeWidth={2.5} />
    </button>
  );
}
