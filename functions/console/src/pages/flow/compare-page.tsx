import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ArrowLeftRight } from 'lucide-react';
import { lazy, Suspense, useCallback, useId, useMemo } from 'react';
import { comparisonQuery, flowQuery, versionQuery } from '../../api/flow-queries.ts';
import type { VersionComparison, VersionView } from '../../api/flow-types.ts';
import type { StepLook } from '../../canvas/flow-canvas.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { SelectBox } from '../../ui/select-box.tsx';
import { Empty, Loading, Problem } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { useMedia } from '../../ui/use-media.ts';
import { usePhone } from '../../ui/use-phone.ts';
import { useTitle } from '../../ui/use-title.ts';
import { Changes, changeLooks, changesOf } from './compare/changes.tsx';
import { drawingOf, withRemoved } from './drawing.ts';
import { kindWord } from './step-words.ts';

const route = getRouteApi('/signed-in/flows/$id/compare/$from/$to');

const FlowCanvas = lazy(() => import('../../canvas/flow-canvas.tsx').then(({ FlowCanvas: it }) => ({ default: it })));
const TextDiff = lazy(() => import('./compare/text-diff.tsx').then(({ TextDiff: it }) => ({ default: it })));

/** One side of the comparison: which version, by whom, when; another one can be chosen. */
function Side({
  label,
  version,
  latest,
  onChange,
}: {
  label: string;
  version: VersionView;
  latest: number;
  onChange: (version: number) => void;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center gap-2">
        <label htmlFor={id} className="text-ink-3">
          {label}
        </label>
        <SelectBox id={id} value={version.version} onChange={({ target }) => onChange(Number(target.value))}>
          {Array.from({ length: Math.max(latest, version.version) }, (_, n) => latest - n).map((number) => (
            <option key={number} value={number}>
              Version {number}
            </option>
          ))}
        </SelectBox>
      </div>
      <p className="text-meta text-ink-3">
        {version.publishedBy.name ?? version.publishedBy.id} · <Time at={version.publishedAt} />
      </p>
    </div>
  );
}

/** The newer version's canvas, tinted by what became of each step; removed ones stand below. */
function ChangesOnCanvas({
  comparison,
  from,
  to,
}: {
  comparison: VersionComparison;
  from: VersionView;
  to: VersionView;
}) {
  const changes = useMemo(() => changesOf(comparison), [comparison]);
  const graph = useMemo(
    () =>
      withRemoved(
        drawingOf(to.definition.steps, to.graph),
        drawingOf(from.definition.steps, from.graph),
        comparison.steps.removed,
      ),
    [comparison, from, to],
  );
  const lookOf = useCallback(
    (path: string): StepLook => {
      const found = changes.get(path);
      const kind = graph.nodes.find((node) => node.path === path)?.kind ?? '';
      if (found === undefined) return { signal: 'pending', word: kindWord(kind), caption: kindWord(kind) };
      const { word } = changeLooks[found.change];
      return { signal: 'pending', word, caption: word, change: found.change };
    },
    [changes, graph],
  );
  return (
    <section aria-label="Canvas of what changed" className="relative h-[460px] border-y border-line">
      <Suspense fallback={<Loading />}>
        <FlowCanvas graph={graph} lookOf={lookOf} onChoose={() => undefined} />
      </Suspense>
    </section>
  );
}

/** Two versions of a flow: what became of its steps and settings, drawn, listed, and as text. */
export function ComparePage() {
  const { id, from, to } = route.useParams();
  const navigate = route.useNavigate();
  const phone = usePhone();
  const beside = useMedia('(min-width: 1000px)');
  const flow = useQuery(flowQuery(id));
  const comparison = useQuery(comparisonQuery(id, Number(from), Number(to)));
  const older = useQuery(versionQuery(id, Number(from)));
  const newer = useQuery(versionQuery(id, Number(to)));
  useTitle(`${from} → ${to} · ${flow.data?.title ?? id}`);

  const heading = (
    <h1 className="px-5 pt-4 text-page font-bold break-words max-md:px-4">
      {id}, versions {from} and {to}
    </h1>
  );
  const error = comparison.error ?? older.error ?? newer.error;
  if (error !== null)
    return (
      <>
        {heading}
        <Problem
          error={error}
          retry={() => void Promise.all([comparison.refetch(), older.refetch(), newer.refetch()])}
        />
      </>
    );
  if (comparison.data === undefined || older.data === undefined || newer.data === undefined)
    return (
      <>
        {heading}
        <Loading label="Loading the versions" />
      </>
    );

  const latest = flow.data?.latest ?? Math.max(Number(from), Number(to));
  const go = (params: { from: string; to: string }) =>
    void navigate({ to: '/flows/$id/compare/$from/$to', params: { id, ...params } });
  const steps = [...newer.data.definition.steps, ...older.data.definition.steps];
  const titleOf = (step: string) => steps.find((each) => each.id === step)?.title ?? step;
  const same = older.data.source === newer.data.source;
  return (
    <>
      <header className="flex flex-col gap-3 border-b border-line bg-surface px-5 py-4 max-md:px-4">
        <div>
          <p className="text-meta text-ink-3">
            <Link to="/flows">Flows</Link> /{' '}
            <Link to="/flows/$id" params={{ id }} search={{ tab: 'versions' }}>
              {flow.data?.title ?? id}
            </Link>{' '}
            /
          </p>
          <h1 className="text-page font-bold">
            Version {from} and version {to}
          </h1>
        </div>
        <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
          <Side
            label="From"
            version={older.data}
            latest={latest}
            onChange={(version) => go({ from: String(version), to })}
          />
          <Link
            to="/flows/$id/compare/$from/$to"
            params={{ id, from: to, to: from }}
            aria-label="Compare the other way round"
            title="The other way round"
            className={buttonClass('quiet', 'px-2.5')}
          >
            <ArrowLeftRight aria-hidden size={16} />
          </Link>
          <Side
            label="To"
            version={newer.data}
            latest={latest}
            onChange={(version) => go({ from, to: String(version) })}
          />
        </div>
      </header>
      {same ? (
        <Empty title="They are the same">
          Version {from} and version {to} have the same text.
        </Empty>
      ) : (
        <>
          {!phone && <ChangesOnCanvas comparison={comparison.data} from={older.data} to={newer.data} />}
          <div className="flex flex-col gap-4 p-5 max-md:p-4">
            <Changes comparison={comparison.data} titleOf={titleOf} />
            <Card title="Text">
              <div className="overflow-hidden rounded-b-card">
                <Suspense fallback={<Loading />}>
                  <TextDiff
                    from={{ text: older.data.source, label: `Version ${from}` }}
                    to={{ text: newer.data.source, label: `Version ${to}` }}
                    beside={beside}
                  />
                </Suspense>
              </div>
            </Card>
          </div>
        </>
      )}
    </>
  );
}
