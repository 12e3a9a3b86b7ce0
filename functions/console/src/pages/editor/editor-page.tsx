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
  if (me.data === undefined) return <Loading label="Loading the editor" lines={12} />;
  const may = me.data.scopes.has('flows.write');
  if (flow === undefined) return <Workbench key="" flow={undefined} latest={undefined} may={may} />;
  if (latest.data !== undefined) return <Workbench key={flow} flow={flow} latest={latest.data} may={may} />;
  if (latest.error !== null) {
    const signedOut = latest.error instanceof ApiError && latest.error.status === 401;
    return <Problem error={latest.error} retry={() => void (signedOut ? signIn() : latest.refetch())} />;
  }
  return <Loading label="Loading the flow" lines={12} />;
}
