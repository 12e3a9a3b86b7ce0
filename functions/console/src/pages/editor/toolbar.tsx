import { Link } from '@tanstack/react-router';
import { Undo2 } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { withMod } from '../../ui/with-mod.ts';

/** Where one is, how the text stands to what is published, and what can be done with it. */
export function Toolbar({
  flow,
  title,
  state,
  onRevert,
  onPublish,
  hindrance,
}: {
  flow: string | undefined;
  title: string;
  /** "Version 7 · you changed it" */
  state: string;
  onRevert?: (() => void) | undefined;
  onPublish?: (() => void) | undefined;
  /** Why it cannot be published as it is. */
  hindrance: string | undefined;
}) {
  return (
    <div className="flex min-h-14 shrink-0 items-center gap-x-4 border-b border-line bg-surface px-5 py-2 max-md:px-4">
      <div className="flex min-w-0 grow flex-wrap items-baseline gap-x-3">
        <nav aria-label="Path" className="flex min-w-0 gap-2 text-ink-3 max-md:hidden">
          <Link to="/flows">Flows</Link>
          <span aria-hidden>/</span>
          {flow !== undefined && (
            <>
              <Link to="/flows/$id" params={{ id: flow }} className="max-w-[40ch] truncate">
                {title}
              </Link>
              <span aria-hidden>/</span>
            </>
          )}
        </nav>
        <h1 className="min-w-0 truncate text-title font-semibold">
          {flow === undefined ? 'New flow' : 'Editor'}
          {flow !== undefined && <span className="md:sr-only"> · {title}</span>}
        </h1>
        <p className="text-meta text-ink-2">{state}</p>
      </div>
      <div className="flex shrink-0 items-center gap-2">
        {hindrance !== undefined && (
          <span id="editor-hindrance" className="text-meta text-ink-3 max-lg:sr-only">
            {hindrance}
          </span>
        )}
        {onRevert !== undefined && (
          <Button onClick={onRevert}>
            <Undo2 aria-hidden size={16} /> <span className="max-sm:sr-only">Revert</span>
          </Button>
        )}
        {onPublish !== undefined && (
          <Button
            look="primary"
            onClick={onPublish}
            aria-disabled={hindrance !== undefined}
            aria-describedby={hindrance === undefined ? undefined : 'editor-hindrance'}
          >
            Publish…
            <kbd aria-hidden className="font-mono text-[12px] font-normal max-md:hidden">
              {withMod('Enter')}
            </kbd>
          </Button>
        )}
      </div>
    </div>
  );
}
