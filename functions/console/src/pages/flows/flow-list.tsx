import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import type { FlowRow } from '../../api/types.ts';
import { FlowHealth } from '../../health/flow-health.tsx';
import { Badge } from '../../ui/badge.tsx';
import { useRowKeys } from '../../ui/rows.ts';
import { Time } from '../../ui/time.tsx';
import { usePhone } from '../../ui/use-phone.ts';
import { useSeen } from '../../ui/use-seen.ts';
import { Environments } from '../flow/environments.tsx';

function Name({ flow }: { flow: FlowRow }) {
  return (
    <>
      <Link data-row-focus to="/flows/$id" params={{ id: flow.id }} className="font-semibold break-words">
        {flow.title}
      </Link>
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-mono text-meta break-all text-ink-3">{flow.id}</span>
        {flow.off !== undefined && <Badge signal="cancelled" word="Switched off" />}
      </span>
    </>
  );
}

function Row({ flow }: { flow: FlowRow }) {
  const [row, seen] = useSeen<HTMLTableRowElement>();
  return (
    <tr ref={row} data-row={flow.id} className="border-t border-line align-top hover:bg-line/30">
      <td className="py-3 pr-4 pl-5">
        <Name flow={flow} />
      </td>
      <td className="px-4 py-3">
        <Environments flow={flow} />
      </td>
      <td className="px-4 py-3">
        <FlowHealth flow={flow.id} title={flow.title} wanted={seen} />
      </td>
      <td className="py-3 pr-5 pl-4 text-meta text-ink-2">
        <Time at={flow.updatedAt} />
      </td>
    </tr>
  );
}

function FlowCard({ flow }: { flow: FlowRow }) {
  const [card, seen] = useSeen<HTMLLIElement>();
  return (
    <li ref={card} data-row={flow.id} className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4">
      <div className="flex flex-col gap-1">
        <Name flow={flow} />
      </div>
      <Environments flow={flow} />
      <FlowHealth flow={flow.id} title={flow.title} wanted={seen} />
      <p className="text-meta text-ink-3">
        Updated <Time at={flow.updatedAt} />
      </p>
    </li>
  );
}

const head = 'px-4 py-2 text-left text-meta font-normal text-ink-3';

/** The flows as a table; on a phone as cards. */
export function FlowList({ flows }: { flows: FlowRow[] }) {
  const phone = usePhone();
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(
    list,
    flows.map(({ id }) => id),
  );
  if (phone)
    return (
      <div ref={list} className="px-4 pb-6">
        <ul className="flex flex-col gap-3">
          {flows.map((flow) => (
            <FlowCard key={flow.id} flow={flow} />
          ))}
        </ul>
      </div>
    );
  return (
    <div ref={list} className="mx-5 mb-6 overflow-hidden rounded-card border border-line bg-surface">
      <table className="w-full border-collapse">
        <thead>
          <tr>
            <th className={`${head} pl-5`}>Flow</th>
            <th className={head}>Versions</th>
            <th className={head}>Last ten runs and success rate</th>
            <th className={`${head} pr-5`}>Updated</th>
          </tr>
        </thead>
        <tbody>
          {flows.map((flow) => (
            <Row key={flow.id} flow={flow} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
