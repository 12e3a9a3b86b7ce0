import type { Latest } from '../../api/editor-queries.ts';
import { Button } from '../../ui/button.tsx';
import { Time } from '../../ui/time.tsx';
import { Notice } from './notice.tsx';
import type { useDraft } from './use-draft.ts';

/** What has to be said above the text: that it is only read, that a draft of it lies here, that somebody published meanwhile. */
export function Notices({
  may,
  draft,
  begunWith,
  newer,
  onContinue,
  onTake,
}: {
  may: boolean;
  draft: ReturnType<typeof useDraft>;
  /** The version that the text began with. */
  begunWith: number | undefined;
  /** A version that was published since. */
  newer: Latest | undefined;
  onContinue: (text: string) => void;
  onTake: (newer: Latest) => void;
}) {
  const { offered } = draft;
  return (
    <>
      {!may && (
        <Notice>
          You may read this text, and not change it: publishing needs the permission <code>flows.write</code>. Ask
          whoever runs this deployment.
        </Notice>
      )}
      {offered !== undefined && (
        <Notice
          actions={
            <>
              <Button look="primary" onClick={() => onContinue(offered.text)}>
                Continue your draft
              </Button>
              <Button onClick={draft.decided}>Discard</Button>
            </>
          }
        >
          There is a draft of yours in this tab, from <Time at={offered.at} />
          {offered.version !== undefined && `, begun with version ${offered.version}`}.
        </Notice>
      )}
      {!draft.hasRoom && (
        <Notice>This browser has no room for a draft: what you write is lost when this page is closed.</Notice>
      )}
      {newer !== undefined && (
        <Notice
          actions={
            <Button onClick={() => onTake(newer)}>
              {draft.dirty ? `Drop yours, take version ${newer.version}` : `Take version ${newer.version}`}
            </Button>
          }
        >
          {newer.publishedBy.name ?? newer.publishedBy.id} published version {newer.version} meanwhile; you began with
          version {begunWith}.
        </Notice>
      )}
    </>
  );
}
