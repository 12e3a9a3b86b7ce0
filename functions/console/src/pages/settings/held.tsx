import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ComponentType, type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { call } from '../../api/client.ts';
import { type Environment, type Held, heldPath, heldQuery, type Kind } from '../../api/environment-queries.ts';
import type { Actor } from '../../api/types.ts';
import { Card } from '../../ui/card.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { StaleNote } from '../../ui/stale-note.tsx';
import { Loading, Problem } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { actorName } from '../../ui/trigger.ts';
import { Add, NamedRow, None } from './section.tsx';

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
const SetBy = ({ setAt, setBy }: { setAt?: string | undefined; setBy?: Actor | undefined }) =>
  setAt === undefined ? null : (
    <span className="block text-meta leading-6 text-ink-3">
      set {setBy !== undefined && <>by {actorName(setBy)} </>}
      <Time at={setAt} />
    </span>
  );

/** What is set by name, as a form for it needs: what it was before, which names are taken, and how to close. */
export interface HeldForm<T> {
  environment: Environment;
  before: T | undefined;
  taken: readonly string[];
  onClose: () => void;
}

/** A card of what an environment holds of one kind: its rows, the form that adds or changes one, and what is asked before one is deleted. */
export function HeldCard<K extends Kind>({
  environment,
  may,
  kind,
  title,
  what,
  none,
  row,
  Form,
  afterDeletion,
}: {
  environment: Environment;
  may: boolean;
  kind: K;
  title: string;
  /** One of them, in a word. */
  what: string;
  /** Stands there while there is none. */
  none: string;
  row: (held: Held<K>) => ReactNode;
  Form: ComponentType<HeldForm<Held<K>>>;
  /** What follows when one is deleted; without it none can be. */
  afterDeletion?: string;
}) {
  const query = useQuery(heldQuery(environment, kind));
  const [editing, setEditing] = useState<{ before?: Held<K> }>();
  const [deleting, setDeleting] = useState<string>();
  return (
    <Card title={title} aside={may && <Add what={`Add a ${what}`} onClick={() => setEditing({})} />}>
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
        <None>{none}</None>
      ) : (
        <ul>
          {query.data.map((held) => (
            <NamedRow
              key={held.name}
              name={held.name}
              onEdit={may ? () => setEditing({ before: held }) : undefined}
              onDelete={may && afterDeletion !== undefined ? () => setDeleting(held.name) : undefined}
            >
              {row(held)}
              <SetBy setAt={held.setAt} setBy={held.setBy} />
            </NamedRow>
          ))}
        </ul>
      )}
      {editing !== undefined && (
        <Form
          environment={environment}
          before={editing.before}
          taken={query.data?.map(({ name }) => name) ?? []}
          onClose={() => setEditing(undefined)}
        />
      )}
      {deleting !== undefined && (
        <DeleteHeld
          environment={environment}
          kind={kind}
          what={what}
          name={deleting}
          onClose={() => setDeleting(undefined)}
        >
          {afterDeletion}
        </DeleteHeld>
      )}
    </Card>
  );
}

/** Asks before something is deleted that an environment holds. */
function DeleteHeld({
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
