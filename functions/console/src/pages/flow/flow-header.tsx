import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Pencil, Play } from 'lucide-react';
import { healthQuery } from '../../api/flow-queries.ts';
import type { FlowView } from '../../api/flow-types.ts';
import { RunBars } from '../../health/run-bars.tsx';
import { SuccessRate } from '../../health/success-rate.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { Copy } from '../../ui/copy.tsx';
import { duration } from '../../ui/time.tsx';
import { Environments } from './environments.tsx';
import { OffSwitch } from './off-switch.tsx';
import { loadRunDialog } from './run-dialog/load.ts';

/** What flow this is, what it runs where, how it has been doing, and what can be done with it. */
export function FlowHeader({
  flow,
  scopes,
  past,
}: {
  flow: FlowView;
  scopes: ReadonlySet<string>;
  /** True while an earlier run is on the canvas: what is over is only looked at. */
  past: boolean;
}) {
  const { data: health } = useQuery(healthQuery(flow.id));
  const { description } = flow.definition;
  return (
    <header className="flex flex-col gap-3 bg-surface px-5 pt-4 max-md:px-4">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <p className="text-meta text-ink-3">
            <Link to="/flows">Flows</Link> /
          </p>
          <h1 className="text-page font-bold break-words">{flow.title}</h1>
          <p className="flex items-center gap-1 font-mono text-meta text-ink-3">
            <span className="min-w-0 break-all">{flow.id}</span> <Copy text={flow.id} label="Copy the id" />
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-3">
          {!past && scopes.has('flows.write') && (
            <>
              <OffSwitch flow={flow} />
              <Link to="/editor" search={{ flow: flow.id }} className={buttonClass()}>
                <Pencil aria-hidden size={16} /> Edit
              </Link>
            </>
          )}
          {!past && scopes.has('flows.run') && (
            <Link
              from="/flows/$id"
              to="."
              search={(before) => ({ ...before, dialog: 'run' as const })}
              onPointerEnter={() => void loadRunDialog()}
              onFocus={() => void loadRunDialog()}
              className={buttonClass('primary')}
            >
              <Play aria-hidden size={16} /> Run…
            </Link>
          )}
        </div>
      </div>
      {description !== undefined && <p className="max-w-prose text-ink-2">{description}</p>}
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <Environments flow={flow} />
        {health !== undefined && (
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <RunBars runs={health.last} label="Last ten runs, the newest at the end" />
            <SuccessRate health={health} />
            {health.meanMs !== null && <span className="text-meta text-ink-3">mean {duration(health.meanMs)}</span>}
          </div>
        )}
      </div>
    </header>
  );
}
