import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import type { FlowView } from '../../api/flow-types.ts';
import { runQuery } from '../../api/queries.ts';
import { FlowCanvas, type StepLook } from '../../canvas/flow-canvas.tsx';
import { shortId } from '../../ui/short-id.ts';
import { Loading, Problem } from '../../ui/states.tsx';
import { useMedia } from '../../ui/use-media.ts';
import { usePhone } from '../../ui/use-phone.ts';
import { drawingOf } from './drawing.ts';
import { FlowSummary } from './flow-summary.tsx';
import { RunInShort, runLook, StepOfRun } from './run-on-canvas.tsx';
import { RunStrip } from './run-strip.tsx';
import { StepInspector } from './step-inspector.tsx';
import { StepList } from './step-list.tsx';
import { kindWord, stepCaption } from './step-words.ts';

const route = getRouteApi('/signed-in/flows/$id');

/** The latest version drawn, with what is said of a step beside it; or a past run on it, to look at only. */
export function CanvasTab({ flow }: { flow: FlowView }) {
  const { node, run: runId } = route.useSearch();
  const navigate = route.useNavigate();
  const phone = usePhone();
  const wide = useMedia('(min-width: 1200px)');
  const run = useQuery({ ...runQuery(runId ?? ''), enabled: runId !== undefined });
  const viewed = runId === undefined ? undefined : run.data;

  const { steps } = flow.definition;
  const graph = useMemo(
    () => (viewed === undefined ? drawingOf(steps, flow.graph) : viewed.graph),
    [viewed, steps, flow.graph],
  );
  const lookOf = useCallback(
    (path: string): StepLook => {
      if (viewed !== undefined) return runLook(viewed.steps.find((step) => step.path === path));
      const step = steps.find(({ id }) => id === path);
      if (step === undefined) return { signal: 'pending', word: 'Step' };
      return { signal: 'pending', word: kindWord(step.kind), caption: stepCaption(step) };
    },
    [viewed, steps],
  );
  const choose = useCallback(
    (path: string | undefined) =>
      void navigate({ search: (before) => ({ ...before, node: path }), replace: true, resetScroll: false }),
    [navigate],
  );
  const titleOf = (id: string) => graph.nodes.find(({ path }) => path === id)?.title ?? id;
  const known = graph.nodes.some(({ path }) => path === node) ? node : undefined;

  const inspect = (path: string) => {
    const step = steps.find(({ id }) => id === path);
    const ran = viewed?.steps.find((each) => each.path === path);
    return (
      <div className="flex flex-col gap-5">
        {ran !== undefined && viewed !== undefined && <StepOfRun step={ran} run={viewed} />}
        {step === undefined ? (
          <p className="text-ink-2">The latest version has no such step any more.</p>
        ) : (
          <StepInspector step={step} titleOf={titleOf} onChoose={choose} />
        )}
      </div>
    );
  };
  const short = viewed === undefined ? <FlowSummary flow={flow} /> : <RunInShort run={viewed} latest={flow.latest} />;
  const shortTitle = viewed === undefined ? 'About this flow' : `Run ${shortId(viewed.id)}`;

  if (runId !== undefined && run.data === undefined && run.error !== null)
    return (
      <>
        <Problem error={run.error} retry={() => void run.refetch()} />
        <RunStrip flow={flow.id} shown={runId} />
      </>
    );
  if (runId !== undefined && run.data === undefined) return <Loading label="Loading the run" />;
  if (phone)
    return (
      <>
        <StepList graph={graph} lookOf={lookOf} chosen={known} onChoose={choose} inspect={inspect} />
        <section aria-label={shortTitle} className="px-4 py-5">
          {short}
        </section>
        <RunStrip flow={flow.id} shown={runId} />
      </>
    );
  return (
    <>
      <div className="flex min-h-[360px] grow">
        <section aria-label={`Canvas of ${flow.title}`} className="relative min-w-0 grow">
          <div className="absolute inset-0">
            <FlowCanvas key={runId ?? 'flow'} graph={graph} lookOf={lookOf} chosen={known} onChoose={choose} />
          </div>
        </section>
        {wide && (
          <section
            aria-label={known === undefined ? shortTitle : titleOf(known)}
            className="relative w-[380px] shrink-0 border-l border-line bg-surface"
          >
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
            <div tabIndex={0} className="absolute inset-0 overflow-y-auto p-5 -outline-offset-2">
              <h2 className="mb-2 text-title font-semibold">{known === undefined ? shortTitle : titleOf(known)}</h2>
              {known === undefined ? short : inspect(known)}
            </div>
          </section>
        )}
      </div>
      {!wide && known !== undefined && (
        <section
          aria-label={titleOf(known)}
          className="max-h-[45dvh] overflow-y-auto border-t border-line bg-surface p-5"
        >
          <header className="mb-2 flex items-start justify-between gap-3">
            <h2 className="text-title font-semibold">{titleOf(known)}</h2>
            <button
              type="button"
              aria-label="Close the step"
              className="grid size-8 place-items-center rounded-control text-ink-2 hover:bg-line/60"
              onClick={() => choose(undefined)}
            >
              <X aria-hidden size={18} />
            </button>
          </header>
          {inspect(known)}
        </section>
      )}
      <RunStrip flow={flow.id} shown={runId} />
      {!wide && known === undefined && (
        <section aria-label={shortTitle} className="border-t border-line bg-surface p-5">
          <h2 className="mb-2 text-title font-semibold">{shortTitle}</h2>
          {short}
        </section>
      )}
    </>
  );
}
