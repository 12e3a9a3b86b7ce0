import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import { call } from '../../api/client.ts';
import { type Environment, heldPath, heldQuery, type Kind } from '../../api/environment-queries.ts';
import type { Actor } from '../../api/types.ts';
import { Card } from '../../ui/card.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { StaleNote } from '../../ui/stale-note.tsx';
import { Loading, Problem } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { actorName } from '../../ui/trigger.ts';

/** Sets or deletes one of the things that an environment holds. */
export function useHold(
  environment: Environment,
  kind: Kind,
  method: 'PUT' | 'DELETE',
  said: string,
  onDone: () => void,
) {
  const queries = useQueryClient();
  return useMutation({
    networkMode: 'always',
    mutationFn: ({ name, body }: { name: string; body?: object }) =>
      call(method, heldPath(environment, kind, name), body === undefined ? {} : { body }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: heldQuery(environment, kind).queryKey });
      toast.success(said);
      onDone();
    },
  });
}

/** Who set it, and when. */
export const SetBy = ({ setAt, setBy }: { setAt?: string | undefined; setBy?: Actor | undefined }) =>
  setAt === undefined ? null : (
    <span className="block text-meta leading-6 text-ink-3">
      set {setBy !== undefined && <>by {actorName(setBy)} </>}
      <Time at={setAt} />
    </span>
  );

/** A card of what an environment holds of one kind. */
export function HeldCard({
  environment,
  kind,
  title,
  aside,
  none,
  rows,
  children,
}: {
  environment: Environment;
  kind: Kind;
  title: string;
  aside: ReactNode;
  /** Stands there while there are no rows. */
  none: ReactNode;
  rows: ReactNode;
  /** What opens over the card. */
  children: ReactNode;
}) {
  const query = useQuery(heldQuery(environment, kind));
  return (
    <Card title={title} aside={aside}>
      <div className="p-4 pb-0 empty:hidden">
        <StaleNote query={query} />
      </div>
      {query.data === undefined ? (
        query.isError ? (
          <Problem error={query.error} retry={() => void query.refetch()} />
        ) : (
          <Loading lines={2} />
        )
      ) : query.data.length === 0 ? (
        none
      ) : (
        <ul>{rows}</ul>
      )}
      {children}
    </Card>
  );
}

/** Asks before something is deleted that an environment holds. */
export function DeleteHeld({
  environment,
  kind,
  what,
  name,
  onClose,
  children,
}: {
  environment: Environment;
  kind: Kind;
  what: string;
  name: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const remove = useHold(environment, kind, 'DELETE', `The ${what} is gone.`, onClose);
  return (
    <Confirm
      title={`Delete the ${what} ${name} of ${environment}?`}
      action="Delete"
      open
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate({ name })}
    >
      {children}
    </Confirm>
  );
}
