import { useQuery } from '@tanstack/react-query';
import { useHotkeys } from 'react-hotkeys-hook';
import { ApiError } from '../../api/client.ts';
import { type Diagnostic, latestQuery, type Published } from '../../api/editor-queries.ts';
import type { Forecast } from '../../api/flow-types.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Loading } from '../../ui/states.tsx';
import { withMod } from '../../ui/with-mod.ts';
import { Caution } from './caution.tsx';
import { forecastWords } from './forecast-words.ts';
import { Missing } from './missing.tsx';
import { useChunk } from './use-chunk.ts';
import { failureWords, usePublish } from './use-publish.tsx';

const loadChange = () => import('./change.tsx');

/** Milliseconds between two looks at the latest version after a conflict. */
const conflictMs = 1_500;

/** What changes against the latest version, who published meanwhile, and the button that publishes. */
export function PublishDialog({
  open,
  onOpenChange,
  text,
  flow,
  edited,
  begunWith,
  warnings,
  forecast,
  onPublished,
  onRefused,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  text: string;
  /** The id in the text. */
  flow: string;
  /** The flow that the page is for; none when it is new. */
  edited: string | undefined;
  /** The version that the text began with. */
  begunWith: number | undefined;
  warnings: number;
  forecast: Forecast | undefined;
  onPublished: (published: Published) => void;
  onRefused: (diagnostics: Diagnostic[]) => void;
}) {
  const publish = usePublish({
    text,
    flow,
    onPublished: (published) => {
      onPublished(published);
      onOpenChange(false);
    },
    onRefused: (diagnostics) => {
      onRefused(diagnostics);
      onOpenChange(false);
    },
  });
  // Somebody else is publishing: their version is on its way.
  const conflict = publish.error instanceof ApiError && publish.error.status === 409;
  const latest = useQuery({
    ...latestQuery(flow),
    enabled: open,
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchInterval: conflict ? conflictMs : false,
  });
  const change = useChunk(loadChange, open);
  const isNew = latest.error instanceof ApiError && latest.error.status === 404;
  const known = latest.data !== undefined || isNew;
  const same = latest.data?.source === text;
  const may = known && !same && !publish.isPending && (conflict || !latest.isFetching);
  useHotkeys('mod+enter, mod+s', ({ repeat }) => !repeat && publish.mutate(latest.data?.version), {
    enabled: open && may,
    enableOnFormTags: true,
    enableOnContentEditable: true,
    preventDefault: true,
  });
  const turn = (wanted: boolean) => {
    publish.reset();
    onOpenChange(wanted);
  };
  const next = (latest.data?.version ?? 0) + 1;
  const meanwhile =
    latest.data !== undefined && edited === flow && begunWith !== undefined && latest.data.version > begunWith;
  return (
    <Dialog
      wide
      title={known ? `Publish version ${next} of ${flow}` : `Publish ${flow}`}
      open={open}
      onOpenChange={turn}
    >
      {latest.isPending && <Loading lines={4} label="Fetching the latest version" />}
      {latest.error !== null && !isNew && (
        <p role="alert" className="text-failed">
          The latest version could not be fetched: {latest.error.message}{' '}
          <button type="button" className="font-semibold underline" onClick={() => void latest.refetch()}>
            Try again
          </button>
        </p>
      )}
      {edited !== undefined && edited !== flow && (
        <Caution>
          The id in the text is <strong>{flow}</strong>, not {edited}: {edited} stays as it is.
        </Caution>
      )}
      {edited === undefined && latest.data !== undefined && (
        <Caution>
          There is a flow <strong>{flow}</strong> already, and this becomes its next version. Change the id in the text
          for a flow of its own.
        </Caution>
      )}
      {meanwhile && latest.data !== undefined && (
        <Caution>
          You began with version {begunWith}; version {latest.data.version} was published meanwhile by{' '}
          {latest.data.publishedBy.name ?? latest.data.publishedBy.id}. What it changed is undone unless you take it
          over: look at the lines below.
        </Caution>
      )}
      {isNew && <p className="text-ink-2">A new flow. It begins in sandbox; live stays empty until you promote it.</p>}
      {same && (
        <p className="text-ink-2">The text is version {latest.data?.version} as it is: there is nothing to publish.</p>
      )}
      {latest.data !== undefined && !same && (
        <>
          {change.module !== undefined && (
            <change.module.Change version={latest.data.version} from={latest.data.source} to={text} />
          )}
          {change.failed && <Missing what="The comparison" again={change.again} />}
          {change.module === undefined && !change.failed && <Loading lines={6} label="Comparing" />}
        </>
      )}
      {(forecast !== undefined || warnings > 0) && (
        <p className="text-meta text-ink-2">
          {forecast !== undefined && forecastWords(forecast)}
          {warnings > 0 && (
            <span className="text-refused">
              {forecast !== undefined && ' · '}
              {warnings === 1 ? '1 warning' : `${warnings} warnings`}
            </span>
          )}
        </p>
      )}
      {publish.error !== null && (
        <p role="alert" className="text-failed">
          {failureWords(publish.error)}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={() => turn(false)}>Cancel</Button>
        <Button look="primary" disabled={!may} onClick={() => publish.mutate(latest.data?.version)}>
          {publish.isPending ? 'Publishing…' : 'Publish to sandbox'}
          <kbd aria-hidden className="font-mono text-[12px] font-normal max-md:hidden">
            {withMod('Enter')}
          </kbd>
        </Button>
      </div>
    </Dialog>
  );
}
