import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ApiError } from '../../api/client.ts';
import { latestQuery } from '../../api/editor-queries.ts';
import { meQuery } from '../../api/queries.ts';
import { signIn } from '../../app/session.ts';
import { Loading, Problem } from '../../ui/states.tsx';
import { Workbench } from './workbench.tsx';

const route = getRouteApi('/signed-in/editor');

/** The text of the latest version of a flow, or of a new one. */
export function EditorPage() {
  const { flow } = route.useSearch();
  const me = useQuery(meQuery);
  const latest = useQuery({ ...latestQuery(flow ?? ''), enabled: flow !== undefined });
  const may = me.data?.scopes.has('flows.write') === true;
  if (me.data !== undefined && flow === undefined) return <Workbench key="" flow={flow} latest={undefined} may={may} />;
  if (me.data !== undefined && latest.data !== undefined)
    return <Workbench key={flow} flow={flow} latest={latest.data} may={may} />;
  const signedOut = latest.error instanceof ApiError && latest.error.status === 401;
  return (
    <>
      <h1 className="sr-only">Editor</h1>
      {latest.error === null ? (
        <Loading label="Loading the flow" lines={12} />
      ) : (
        <Problem error={latest.error} retry={() => void (signedOut ? signIn() : latest.refetch())} />
      )}
    </>
  );
}
