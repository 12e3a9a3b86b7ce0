import { CircleX } from 'lucide-react';
import { memo, useMemo } from 'react';
import type { Diagnostic } from '../../api/editor-queries.ts';
import type { Forecast } from '../../api/flow-types.ts';
import type { Graph } from '../../api/types.ts';
import type { StepLook } from '../../canvas/flow-canvas.tsx';
import { Loading } from '../../ui/states.tsx';
import { kindWord } from '../flow/step-words.ts';
import { forecastWords } from './forecast-words.ts';
import { Missing } from './missing.tsx';
import type { Outline } from './text/outline.ts';
import { useChunk } from './use-chunk.ts';

const loadCanvas = () => import('./editor-canvas.tsx');

/** The number of a step in the text, from the path of a finding: `steps[2].needs[0]`. */
const stepIn = ({ path }: Diagnostic) => /^steps\[(\d+)\]/.exec(path)?.[1];

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** How each step looks: its kind, or what is wrong with it. */
function looksOf(graph: Graph, outline: Outline | undefined, diagnostics: Diagnostic[]): Map<string, StepLook> {
  const looks = new Map<string, StepLook>(
    graph.nodes.map(({ path, kind }) => [path, { signal: 'pending', word: kindWord(kind) }]),
  );
  const counts = new Map<string, { errors: number; warnings: number }>();
  for (const each of diagnostics) {
    const id = outline?.steps[Number(stepIn(each) ?? Number.NaN)]?.id;
    if (id === undefined || each.severity === 'info') continue;
    const count = counts.get(id) ?? { errors: 0, warnings: 0 };
    count[each.severity === 'error' ? 'errors' : 'warnings']++;
    counts.set(id, count);
  }
  for (const [id, { errors, warnings }] of counts) {
    const word = [errors > 0 && plural(errors, 'error'), warnings > 0 && plural(warnings, 'warning')]
      .filter((each) => each !== false)
      .join(', ');
    if (looks.has(id)) looks.set(id, { signal: errors > 0 ? 'failed' : 'refused', word });
  }
  return looks;
}

const unknown: StepLook = { signal: 'pending', word: '' };

/** The flow as the text describes it, and what a run of it costs. While the text is broken: as it was before, dimmed. */
export const CanvasPane = memo(function CanvasPane({
  graph,
  forecast,
  outline,
  diagnostics,
  errors,
  chosen,
  onChoose,
}: {
  graph: Graph | undefined;
  forecast: Forecast | undefined;
  outline: Outline | undefined;
  diagnostics: Diagnostic[];
  errors: number;
  chosen: string | undefined;
  onChoose: (step: string) => void;
}) {
  const canvas = useChunk(loadCanvas);
  const lookOf = useMemo(() => {
    const looks = graph === undefined ? new Map<string, StepLook>() : looksOf(graph, outline, diagnostics);
    return (step: string) => looks.get(step) ?? unknown;
  }, [graph, outline, diagnostics]);
  return (
    <>
      {errors > 0 && graph !== undefined && (
        <p
          role="status"
          className="flex items-start gap-2 border-b border-line bg-surface px-4 py-2 text-meta text-failed"
        >
          <CircleX aria-hidden size={16} className="mt-0.5 shrink-0" />
          The text has {plural(errors, 'error')}: this is the flow as it was before.
        </p>
      )}
      <div className={`relative min-h-0 grow bg-canvas ${errors > 0 ? 'canvas-stale' : ''}`}>
        {graph === undefined ? (
          <p className="grid h-full place-items-center px-6 text-center text-ink-3">
            {errors > 0
              ? 'The canvas appears once the text has no error.'
              : 'The canvas appears once the text is checked.'}
          </p>
        ) : (
          <>
            {canvas.module !== undefined && (
              <canvas.module.EditorCanvas graph={graph} lookOf={lookOf} chosen={chosen} onChoose={onChoose} />
            )}
            {canvas.failed && <Missing what="The canvas" again={canvas.again} />}
            {canvas.module === undefined && !canvas.failed && <Loading label="Loading the canvas" />}
          </>
        )}
      </div>
      {forecast !== undefined && (
        <p className="border-t border-line bg-surface px-4 py-2.5 text-meta text-ink-2">
          {forecastWords(forecast)}
          {errors > 0 && ' (before)'}
        </p>
      )}
    </>
  );
});
