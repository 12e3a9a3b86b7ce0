import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useHotkeys } from 'react-hotkeys-hook';
import { toast } from 'sonner';
import { ApiError, call, Offline } from '../api/client.ts';
import type { CheckpointView, Decision, Json } from '../api/types.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Json as JsonTree } from '../ui/json.tsx';
import type { Signal } from '../ui/status.ts';
import { relative, Time, useNow } from '../ui/time.tsx';

/** A checkpoint as the card shows it; `summary` is that of the step before, `values` what the decision is about. */
export type Asked = Pick<
  CheckpointView,
  'id' | 'step' | 'message' | 'to' | 'openedAt' | 'expiresAt' | 'status' | 'decision'
> & { summary?: string; values?: Json };

const decided: Record<Decision['action'], { signal: Signal; word: string }> = {
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

/**
 * A question to a person, and the buttons that answer it. What was decided elsewhere meanwhile collapses to who and when; when the
 * server cannot be reached nothing is assumed, and what was typed stays.
 */
export function DecisionCard({ asked, may, onDecided }: { asked: Asked; may: boolean; onDecided?: () => void }) {
  const queries = useQueryClient();
  const field = useId();
  const [comment, setComment] = useState('');
  const now = useNow(asked.status === 'pending');
  const decide = useMutation({
    mutationFn: (action: 'approve' | 'reject' | 'skip') =>
      call<{ decision?: Decision }>('POST', `/v1/checkpoints/${encodeURIComponent(asked.id)}/decision`, {
        body: { action, ...(comment.trim() === '' ? {} : { comment: comment.trim() }) },
      }),
    onSuccess: (_answer, action) => {
      toast.success(decided[action].word);
      onDecided?.();
    },
    onError: (error) => {
      if (error instanceof ApiError && error.status === 409) toast.info(error.message);
    },
    onSettled: () => queries.invalidateQueries(),
  });
  const submit = useHotkeys<HTMLDivElement>('mod+enter', () => decide.mutate('approve'), {
    enabled: may && asked.status === 'pending' && !decide.isPending,
    enableOnFormTags: true,
  });
  const failure = decide.error instanceof ApiError && decide.error.status === 409 ? null : decide.error;
  return (
    <div ref={submit} className="flex flex-col gap-4 rounded-card border border-line bg-surface p-4">
      <h3 className="text-title font-semibold break-words">{asked.message}</h3>
      {asked.summary !== undefined && asked.summary !== '' && <p className="text-ink-2">{asked.summary}</p>}
      {asked.values !== undefined && <JsonTree value={asked.values} label="the values at stake" />}
      <p className="text-meta text-ink-3">
        Asked of {asked.to.join(', ')} <Time at={asked.openedAt} />
        {asked.status === 'pending' && <> · expires {relative(asked.expiresAt, now)}</>}
      </p>
      {asked.decision !== undefined && <Receipt decision={asked.decision} />}
      {asked.status === 'cancelled' && <p className="text-ink-2">The run ended before anybody decided.</p>}
      {asked.status === 'pending' && may && (
        <>
          <label htmlFor={field} className="flex flex-col gap-1.5 font-semibold">
            <span>
              Comment <span className="font-normal text-ink-3">optional</span>
            </span>
            <textarea
              id={field}
              value={comment}
              maxLength={4_000}
              rows={2}
              onChange={(event) => setComment(event.target.value)}
              className="rounded-control border border-control bg-surface px-3 py-2 font-normal"
            />
          </label>
          {failure !== null && (
            <p role="alert" className="text-failed">
              {failure instanceof Offline
                ? 'The server cannot be reached. Nothing is decided as far as this page knows; what you typed is kept.'
                : failure.message}
            </p>
          )}
          <div className="flex flex-wrap gap-2">
            <Button
              look="primary"
              className="grow"
              disabled={decide.isPending}
              onClick={() => decide.mutate('approve')}
            >
              {decide.isPending ? 'Sending…' : 'Approve'}
            </Button>
            <Button look="danger" disabled={decide.isPending} onClick={() => decide.mutate('reject')}>
              Reject
            </Button>
            <Button disabled={decide.isPending} onClick={() => decide.mutate('skip')}>
              Skip
            </Button>
          </div>
        </>
      )}
      {asked.status === 'pending' && !may && <p className="text-ink-3">You may look, and not decide.</p>}
    </div>
  );
}
