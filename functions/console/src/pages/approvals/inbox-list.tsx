import { Link } from '@tanstack/react-router';
import type { CheckpointCard, Show } from '../../api/checkpoint-queries.ts';
import { decided } from '../../decide/decision-card.tsx';
import { Expiry } from '../../decide/expiry.tsx';
import { Badge } from '../../ui/badge.tsx';

/** The questions of an inbox. Each is a link to itself; the one that is open is marked. */
export function InboxList({
  items,
  show,
  chosen,
}: {
  items: readonly CheckpointCard[];
  show: Show | undefined;
  chosen: string | undefined;
}) {
  return (
    <ul aria-label="Questions" className="flex flex-col">
      {items.map(({ id, message, title, step, expiresAt, decision }) => {
        const on = id === chosen;
        return (
          <li key={id} data-row={id} className="border-b border-line">
            <Link
              to="/approvals"
              search={{ show, id }}
              resetScroll={false}
              activeOptions={{ exact: true, includeSearch: true }}
              activeProps={{}}
              aria-current={on ? 'true' : undefined}
              data-row-focus
              className={`flex flex-col gap-1 border-l-3 py-3 pr-4 pl-[13px] no-underline -outline-offset-2 ${on ? 'border-ink bg-line/50' : 'border-transparent hover:bg-line/30'}`}
            >
              <span className="line-clamp-2 font-semibold break-words">{message}</span>
              <span className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
                <span className="min-w-0 truncate text-meta text-ink-2">
                  {title} <span className="text-ink-3">· {step}</span>
                </span>
                {decision === undefined ? <Expiry at={expiresAt} /> : <Badge {...decided[decision.action]} />}
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
