import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Pause, Play, TriangleAlert } from 'lucide-react';
import { toast } from 'sonner';
import { call } from '../../api/client.ts';
import { schedulesQuery } from '../../api/flow-queries.ts';
import type { FlowView, ScheduleView } from '../../api/flow-types.ts';
import { useZone } from '../../app/preferences.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { shortId } from '../../ui/short-id.ts';
import { Loading, Problem } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { inZone, timetableWords } from './timetable-words.ts';

/** The next instants, in the schedule's zone and in that of whoever looks. */
function Next({ schedule }: { schedule: ScheduleView }) {
  const zone = useZone();
  const own = zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const { timezone } = schedule.table;
  const same = own === timezone;
  if (schedule.next.length === 0) return <p className="text-ink-2">It will not fire again.</p>;
  return (
    <table className="text-meta">
      <thead>
        <tr className="text-left text-ink-3">
          <th className="pr-6 pb-1 font-normal">Next, in {timezone}</th>
          {!same && <th className="pb-1 font-normal">Yours, {own}</th>}
        </tr>
      </thead>
      <tbody>
        {schedule.next.map((at) => (
          <tr key={at} className={schedule.paused === undefined ? '' : 'text-ink-3 line-through'}>
            <td className="pr-6">{inZone(at, timezone)}</td>
            {!same && <td>{inZone(at, zone)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Schedule({ flow, schedule, may }: { flow: string; schedule: ScheduleView; may: boolean }) {
  const queries = useQueryClient();
  const { paused, lastRun, lastRefusal, table, environment } = schedule;
  const change = useMutation({
    mutationFn: (pause: boolean) =>
      call('PATCH', `/v1/flows/${encodeURIComponent(flow)}/schedules/${encodeURIComponent(schedule.id)}`, {
        body: { paused: pause },
      }),
    onSuccess: (_answer, pause) => toast.success(pause ? 'Paused' : 'Resumed'),
    onError: (error) => toast.error(`It stays as it was. ${error.message}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['flow', flow, 'schedules'] }),
  });
  return (
    <li className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold">
            {timetableWords(table)}
            {paused !== undefined && <Badge signal="cancelled" word="Paused" />}
          </h3>
          <p className="text-meta text-ink-3">
            {schedule.schedule} in {environment}
            {'cron' in table && (
              <>
                {' '}
                · <code className="font-mono">{table.cron}</code>
              </>
            )}
            {paused !== undefined && (
              <>
                {' '}
                · paused by {paused.by.name ?? paused.by.id} <Time at={paused.at} />
              </>
            )}
          </p>
        </div>
        {may && (
          <Button aria-disabled={change.isPending} onClick={() => change.mutate(paused === undefined)}>
            {paused === undefined ? <Pause aria-hidden size={16} /> : <Play aria-hidden size={16} />}
            {paused === undefined ? 'Pause' : 'Resume'}
            <span className="sr-only">
              {' '}
              {schedule.schedule} in {environment}
            </span>
          </Button>
        )}
      </div>
      <Next schedule={schedule} />
      {lastRun !== undefined && (
        <p className="text-meta text-ink-2">
          Last run{' '}
          <Link to="/runs/$id" params={{ id: lastRun.id }} className="font-mono">
            {shortId(lastRun.id)}
          </Link>{' '}
          for <Time at={lastRun.scheduledTime} />
        </p>
      )}
      {lastRefusal !== undefined && (
        <p className="flex items-start gap-2 text-meta">
          <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0 text-refused" />
          <span>
            <strong className="text-refused">Refused</strong> <Time at={lastRefusal.scheduledTime} />:{' '}
            {lastRefusal.message}
          </span>
        </p>
      )}
    </li>
  );
}

/** When the clock starts runs of the flow. */
export function ScheduleCard({ flow, may }: { flow: FlowView; may: boolean }) {
  const schedules = useQuery(schedulesQuery(flow.id));
  const defined = flow.definition.schedules;
  return (
    <Card title="Schedules">
      {schedules.data === undefined ? (
        schedules.error === null ? (
          <Loading lines={3} />
        ) : (
          <Problem error={schedules.error} retry={() => void schedules.refetch()} />
        )
      ) : schedules.data.items.length === 0 ? (
        <p className="p-4 text-ink-2">
          {defined.length === 0 ? (
            <>
              The flow has none. Its text may name some below <code className="font-mono text-meta">on</code>.
            </>
          ) : (
            'The latest version has schedules, but no environment in which they fire runs it.'
          )}
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {schedules.data.items.map((schedule) => (
            <Schedule key={schedule.id} flow={flow.id} schedule={schedule} may={may} />
          ))}
        </ul>
      )}
    </Card>
  );
}
