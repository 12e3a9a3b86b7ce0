import { useQuery } from '@tanstack/react-query';
import { healthQuery } from '../api/flow-queries.ts';
import { RunBars } from './run-bars.tsx';
import { SuccessRate } from './success-rate.tsx';

/** The last ten runs of a flow and its success rate, fetched once it is wanted. */
export function FlowHealth({ flow, title, wanted = true }: { flow: string; title: string; wanted?: boolean }) {
  const { data, error } = useQuery({ ...healthQuery(flow), enabled: wanted });
  if (data === undefined)
    return error === null ? (
      <div className="h-7 w-[240px]">
        <div className="skeleton size-full" />
      </div>
    ) : (
      <span className="text-meta text-ink-3">Its runs could not be fetched.</span>
    );
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <RunBars column runs={data.last} label={`Last runs of ${title}`} />
      <SuccessRate health={data} />
    </div>
  );
}
