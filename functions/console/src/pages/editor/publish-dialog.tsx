import { useQuery } from '@tanstack/react-query';
import { Dialog } from 'radix-ui';
import { useHotkeys } from 'react-hotkeys-hook';
import { ApiError } from '../../api/client.ts';
import { type Diagnostic, type Forecast, latestQuery, type Published } from '../../api/editor-queries.ts';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/states.tsx';
import { forecastWords } from './forecast-words.ts';
import { keys } from './keys.ts';
import { Missing } from './missing.tsx';
import { useChunk } from './use-chunk.ts';
import { failureWords, usePublish } from './use-publish.tsx';

const loadDiff = () => import('./diff.tsx');

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
  const diff = useChunk(loadDiff, open);
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
  const next = (latest.data?.version ?? 0) + 1;
  const meanwhile =
    latest.data !== undefined && edited === flow && begunWith !== undefined && latest.data.version > begunWith;
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(wanted) => {
        publish.reset();
        onOpenChange(wanted);
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-ink/30" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-1/2 left-1/2 z-50 flex max-h-[92dvh] w-[min(840px,94vw)] -translate-x-1/2 -translate-y-1/2 flex-col gap-4 overflow-y-auto rounded-card border border-line bg-surface p-5 shadow-lg outline-none"
        >
          <Dialog.Title className="text-title font-semibold break-words">
            {known ? `Publish version ${next} of ${flow}` : `Publish ${flow}`}
          </Dialog.Title>
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
            <p className="text-awaiting">
              The id in the text is <strong>{flow}</strong>, not {edited}: {edited} stays as it is.
            </p>
          )}
          {edited === undefined && latest.data !== undefined && (
            <p className="text-awaiting">
              There is a flow <strong>{flow}</strong> already, and this becomes its next version. Change the id in the
              text for a flow of its own.
            </p>
          )}
          {meanwhile && latest.data !== undefined && (
            <p className="text-awaiting">
              You began with version {begunWith}; version {latest.data.version} was published meanwhile by{' '}
              {latest.data.publishedBy.name ?? latest.data.publishedBy.id}. What it changed is undone unless you take it
              over: look at the lines below.
            </p>
          )}
          {isNew && (
            <p className="text-ink-2">A new flow. It begins in sandbox; live stays empty until you promote it.</p>
          )}
          {same && (
            <p className="text-ink-2">
              The text is version {latest.data?.version} as it is: there is nothing to publish.
            </p>
          )}
          {latest.data !== undefined && !same && (
            <>
              {diff.module !== undefined && (
                <diff.module.Diff
                  from={latest.data.source}
                  to={text}
                  label={`What changes against version ${latest.data.version}`}
                />
              )}
              {diff.failed && <Missing what="The comparison" again={diff.again} />}
              {diff.module === undefined && !diff.failed && <Loading lines={6} label="Comparing" />}
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
            <Dialog.Close asChild>
              <Button>Cancel</Button>
            </Dialog.Close>
            <Button look="primary" disabled={!may} onClick={() => publish.mutate(latest.data?.version)}>
              {publish.isPending ? 'Publishing…' : 'Publish to sandbox'}
              <kbd aria-hidden className="font-mono text-[12px] font-normal max-md:hidden">
                {keys.publish}
              </kbd>
            </Button>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
