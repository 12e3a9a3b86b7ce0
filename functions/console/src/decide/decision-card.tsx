import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { useHotkeys } from 'react-hotkeys-hook';
import { toast } from 'sonner';
import { ApiError, call, Offline } from '../api/client.ts';
import { refetchMoved } from '../api/live.ts';
import type { CheckpointView, Decision, Json } from '../api/types.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Facts } from '../ui/card.tsx';
import { Json as JsonTree } from '../ui/json.tsx';
import type { Signal } from '../ui/status.ts';
import { Time } from '../ui/time.tsx';
import { Expiry } from './expiry.tsx';

/** A checkpoint as the card shows it; `summary` is that of the step before, `values` what the decision is about. */
export type Asked = Pick<
  CheckpointView,
  'id' | 'step' | 'message' | 'to' | 'openedAt' | 'expiresAt' | 'status' | 'decision'
> & { run: string; summary?: string; values?: Json };

type Action = 'approve' | 'reject' | 'skip';

const submitKeys = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘ Enter' : 'Ctrl Enter';

/** What a decision is called, and how it looks. */
export const decided: Record<Decision['action'], { signal: Signal; word: string }> = {
  approve: { signal: 'complete', word: 'Approved' },
  reject: { signal: 'rejected', word: 'Rejected' },
  skip: { signal: 'skipped', word: 'Skipped' },
  fail: { signal: 'failed', word: 'Failed' },
};

/** What a decision came to: who, when, with which words. */
function Receipt({ decision }: { decision: Decision }) {
  const { by, at, comment, auto } = decision;
  const who =
    auto === 'expired' ? 'the policy on expiry' : auto === 'auto-approved' ? 'the flow itself' : (by.name ?? by.id);
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-2">
        <Badge {...decided[decision.action]} /> by <strong>{who}</strong> <Time at={at} />
      </p>
      {comment !== undefined && <blockquote className="border-l-2 border-line pl-3 text-ink-2">{comment}</blockquote>}
    </div>
  );
}

/** What the decision is about: names and texts as a list, anything else as a tree. */
function Values({ values }: { values: Json }) {
  const flat =
    values !== null &&
    typeof values === 'object' &&
    !Array.isArray(values) &&
    Object.values(values).every((value) => value === null || typeof value !== 'object');
  if (!flat) return <JsonTree value={values} label="the values at stake" />;
  return <Facts facts={Object.entries(values).map(([name, value]) => [name, String(value)])} />;
}

/** What a person decides by. */
const Evidence = ({ asked: { summary = '', values } }: { asked: Asked }) => (
  <>
    {summary !== '' && <p className="break-words text-ink-2">{summary}</p>}
    {values !== undefined && <Values values={values} />}
  </>
);

/** What was typed and not sent yet, by checkpoint: a card that is taken away and comes back has it still. */
const drafts = new Map<string, string>();

/** A decision that was refused because another one was first: the answer says which. */
function earlierDecision(error: unknown): Decision | undefined {
  if (!(error instanceof ApiError) || error.status !== 409) return undefined;
  const { decision } = error.details;
  return decision !== null && typeof decision === 'object' ? (decision as Decision) : undefined;
}

/** Sends a decision once, however often the button is pressed. What became of it is known before the page is fetched anew. */
export function useDecide(asked: Pick<Asked, 'id' | 'run' | 'message'>, comment: string, onDecided?: () => void) {
  const queries = useQueryClient();
  const [decision, setDecision] = useState<Decision>();
  const sending = useRef(false);
  const { mutate, isPending, variables, error } = useMutation({
    // Without a connection it fails at once and is said to have failed: nothing is sent later behind somebody's back.
    networkMode: 'always',
    mutationFn: (action: Action) =>
      call<{ decision?: Decision }>('POST', `/v1/checkpoints/${encodeURIComponent(asked.id)}/decision`, {
        body: { action, ...(comment.trim() === '' ? {} : { comment: comment.trim() }) },
      }),
    onSuccess: (answer, action) => {
      drafts.delete(asked.id);
      setDecision(answer.decision);
      toast.success(`${decided[action].word}: ${asked.message}`);
      onDecided?.();
    },
    onError: (reason) => {
      setDecision(earlierDecision(reason));
      if (reason instanceof ApiError && reason.status === 409) toast.info(reason.message);
    },
    onSettled: () => {
      sending.current = false;
      refetchMoved(queries, asked.run);
    },
  });
  const decide = (action: Action) => {
    if (sending.current) return;
    sending.current = true;
    mutate(action);
  };
  return { decide, decision, sending: isPending ? variables : undefined, error };
}

/**
 * A question to a person, and the buttons that answer it. What was decided elsewhere meanwhile collapses to who and when; when the
 * server cannot be reached nothing is assumed, and what was typed stays.
 */
export function DecisionCard({
  asked,
  may,
  onDecided,
  skew = 0,
  sticky = false,
  seen = false,
}: {
  asked: Asked;
  may: boolean;
  onDecided?: () => void;
  /** Milliseconds by which this browser's clock is ahead of the server's. */
  skew?: number;
  /** On a phone the buttons stay at the foot of the screen. */
  sticky?: boolean;
  /** Whether what was decided still shows what it was decided by. */
  seen?: boolean;
}) {
  const field = useId();
  const [comment, setComment] = useState(drafts.get(asked.id) ?? '');
  const { decide, decision: known, sending, error } = useDecide(asked, comment, onDecided);
  const decision = asked.decision ?? known;
  const open = asked.status === 'pending' && decision === undefined;
  const submit = useHotkeys<HTMLDivElement>('mod+enter', () => decide('approve'), {
    enabled: may && open,
    enableOnFormTags: true,
  });
  if (decision !== undefined)
    return (
      <div className="flex flex-col gap-2 rounded-card border border-line bg-surface p-4">
        <h3 className="font-semibold break-words">{asked.message}</h3>
        <Receipt decision={decision} />
        {seen && <Evidence asked={asked} />}
      </div>
    );
  const failure = error instanceof ApiError && error.status === 409 ? null : error;
  const button = (action: Action, word: string) => (sending === action ? 'Sending…' : word);
  return (
    <div
      ref={submit}
      className={`flex flex-col gap-4 rounded-card border bg-surface p-4 ${open ? 'border-awaiting' : 'border-line'}`}
    >
      <h3 className="text-title font-semibold break-words">{asked.message}</h3>
      <Evidence asked={asked} />
      <p className="text-meta break-words text-ink-3">
        Asked of {asked.to.join(', ')} <Time at={asked.openedAt} />
        {open && (
          <>
            {' '}
            · <Expiry at={asked.expiresAt} skew={skew} />
          </>
        )}
      </p>
      {asked.status === 'cancelled' && <p className="text-ink-2">The run ended before anybody decided.</p>}
      {open && may && (
        <>
          <label htmlFor={field} className="flex flex-col gap-1.5 font-semibold">
            <span>
              Comment <span className="font-normal text-ink-3">optional, kept with the decision</span>
            </span>
            <textarea
              id={field}
              value={comment}
              maxLength={4_000}
              rows={2}
              onChange={(event) => {
                drafts.set(asked.id, event.target.value);
                setComment(event.target.value);
              }}
              className="rounded-control border border-control bg-surface px-3 py-2 font-normal"
            />
          </label>
          {failure !== null && (
            <p role="alert" className="text-failed">
              {failure instanceof Offline
                ? 'The server cannot be reached. Nothing is decided as far as this page knows; what you typed is kept. Decide again once you are connected.'
                : failure.message}
            </p>
          )}
          <div
            className={`flex flex-wrap gap-2 max-md:*:h-12 ${sticky ? 'max-md:sticky max-md:bottom-16 max-md:z-10 max-md:-mx-4 max-md:-mb-4 max-md:rounded-b-card max-md:border-t max-md:border-line max-md:bg-surface max-md:p-4' : ''}`}
          >
            <Button
              look="primary"
              className="grow max-md:order-3"
              aria-disabled={sending !== undefined}
              onClick={() => decide('approve')}
            >
              {button('approve', 'Approve')}
              <kbd className="font-sans text-meta font-normal opacity-80 max-md:hidden">{submitKeys}</kbd>
            </Button>
            <Button look="danger" aria-disabled={sending !== undefined} onClick={() => decide('reject')}>
              {button('reject', 'Reject')}
            </Button>
            <Button aria-disabled={sending !== undefined} onClick={() => decide('skip')}>
              {button('skip', 'Skip')}
            </Button>
          </div>
        </>
      )}
      {open && !may && <p className="text-ink-3">You may look, and not decide.</p>}
    </div>
  );
}
