import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { toast } from 'sonner';
import { ApiError, Offline } from '../../api/client.ts';
import {
  type Diagnostic,
  diagnosticsIn,
  type Latest,
  latestQuery,
  type Published,
  publishFlow,
} from '../../api/editor-queries.ts';

/** Says that it happened, and where one can go from there. */
function sayPublished({ flow, version }: Published): void {
  const link = 'font-semibold underline';
  toast.success(`Version ${version} is in sandbox`, {
    duration: 15_000,
    description: (
      <span className="flex flex-wrap gap-x-4 gap-y-1">
        <Link to="/flows/$id" params={{ id: flow }} className={link}>
          Open the flow
        </Link>
        <Link to="/flows/$id" params={{ id: flow }} search={{ dialog: 'run' }} className={link}>
          Run…
        </Link>
        <Link to="/flows/$id" params={{ id: flow }} search={{ tab: 'versions' }} className={link}>
          Promote to live
        </Link>
      </span>
    ),
  });
}

/** Somebody published after the difference was shown. */
class Moved extends Error {
  constructor(now: Latest | undefined) {
    super(
      now === undefined
        ? 'The flow is gone.'
        : `${now.publishedBy.name ?? now.publishedBy.id} published version ${now.version} a moment ago. Look at what changes against it, and publish again.`,
    );
  }
}

/** A flow that is not there is no failure: the text becomes its first version. */
function notThere(error: unknown): undefined {
  if (error instanceof ApiError && error.status === 404) return undefined;
  throw error;
}

/** What became of a publication that failed, in words. */
export function failureWords(error: Error): string {
  if (error instanceof Offline)
    return 'The server cannot be reached: it is not known whether the version was published. Publish again once it can; the same text does not become two versions.';
  if (error instanceof ApiError && error.status === 401)
    return 'Your session has ended. Close this, and sign in again below the text: it is kept.';
  return error.message;
}

/** Publishes a text, unless somebody published meanwhile: then `seen`, the version that the difference was shown against, is not the latest. */
export function usePublish({
  text,
  flow,
  onPublished,
  onRefused,
}: {
  text: string;
  flow: string;
  onPublished: (published: Published) => void;
  onRefused: (diagnostics: Diagnostic[]) => void;
}) {
  const queries = useQueryClient();
  return useMutation({
    networkMode: 'always',
    mutationFn: async (seen: number | undefined) => {
      const latest = { ...latestQuery(flow), staleTime: 0, retry: false, networkMode: 'always' as const };
      const now = await queries.fetchQuery(latest).catch(notThere);
      if (now?.version !== seen) throw new Moved(now);
      return publishFlow(text);
    },
    onSuccess: (published) => {
      sayPublished(published);
      onPublished(published);
    },
    onError: (error) => {
      const diagnostics = diagnosticsIn(error);
      if (diagnostics !== undefined) onRefused(diagnostics);
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['flows'] });
      void queries.invalidateQueries({ queryKey: ['flow', flow] });
    },
  });
}
