import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type CheckpointCard, inboxQuery } from '../../api/checkpoint-queries.ts';
import { ApiError, Offline } from '../../api/client.ts';
import { useDecide } from '../../decide/decision-card.tsx';
import { Expiry } from '../../decide/expiry.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Loading, Problem } from '../../ui/states.tsx';

/** Questions that are shown here; the others are one click away. */
const mostShown = 3;

function Ask({ asked, may }: { asked: CheckpointCard; may: boolean }) {
  const { decide, sending, error } = useDecide(asked, '');
  const taken = error instanceof ApiError && error.status === 409;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-0">
      <div className="min-w-0 grow basis-72">
        <p className="font-semibold break-words">{asked.message}</p>
        <p className="flex flex-wrap gap-x-2 text-meta text-ink-2">
          <Link to="/runs/$id" params={{ id: asked.run }}>
            {asked.title}
          </Link>
          <Expiry at={asked.expiresAt} />
        </p>
        {error !== null && (
          <p role="alert" className={taken ? 'text-ink-2' : 'text-failed'}>
            {error instanceof Offline
              ? 'The server cannot be reached. Nothing is decided as far as this page knows.'
              : error.message}
          </p>
        )}
      </div>
      <div className="flex gap-2">
        <Link
          to="/approvals"
          search={{ id: asked.id }}
          aria-label={`Look at: ${asked.message}`}
          className={buttonClass('plain')}
        >
          Look
        </Link>
        {may && (
          <Button
            look="primary"
            aria-label={`Approve: ${asked.message}`}
            aria-disabled={sending !== undefined}
            onClick={() => decide('approve')}
          >
            {sending === undefined ? 'Approve' : 'Sending…'}
          </Button>
        )}
      </div>
    </li>
  );
}

/** What waits for whoever is signed in, soonest expiry first. */
export function NeedsYou({ may }: { may: boolean }) {
  const query = useQuery(inboxQuery('mine'));
  const items = query.data?.items ?? [];
  const all = query.data?.more === true ? `All ${items.length}+` : `All ${items.length}`;
  return (
    <Card title="Needs you" aside={items.length > 0 && <Link to="/approvals">{all}</Link>}>
      {query.data === undefined ? (
        query.isError ? (
          <Problem error={query.error} retry={() => void query.refetch()} />
        ) : (
          <Loading lines={3} />
        )
      ) : items.length === 0 ? (
        <p className="px-4 py-6 text-ink-2">Nothing waits for you. What comes appears here by itself.</p>
      ) : (
        <ul>
          {items.slice(0, mostShown).map((asked) => (
            <Ask key={asked.id} asked={asked} may={may} />
          ))}
        </ul>
      )}
    </Card>
  );
}
