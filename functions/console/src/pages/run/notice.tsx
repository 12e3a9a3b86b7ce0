import type { ReactNode } from 'react';
import { runSignal, signalIcons } from '../../ui/status.ts';
import { relative, Time, useNow } from '../../ui/time.tsx';
import { Reason } from './reason.tsx';
import type { Shown } from './shown.ts';

/** "1st", "2nd", "3rd", "11th". */
export function ordinal(place: number): string {
  const endings: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };
  return `${place}${endings[new Intl.PluralRules('en', { type: 'ordinal' }).select(place)] ?? 'th'}`;
}

/** The most places that the server counts: it stands for that or more. */
const mostPlaces = 1_000;

function Begins({ at, skew }: { at: string; skew: number }) {
  const now = useNow(true);
  return (
    <>
      Begins <Time at={at} />, {relative(at, now - skew)}.
    </>
  );
}

function textOf({ run, skew, choose }: Shown): ReactNode {
  const stepLink = (path: string) => (
    <button type="button" className="font-semibold underline underline-offset-3" onClick={() => choose(path)}>
      {run.steps.find((step) => step.path === path)?.title ?? path}
    </button>
  );
  switch (run.status) {
    case 'scheduled':
      return run.startAt === undefined ? 'Begins later.' : <Begins at={run.startAt} skew={skew} />;
    case 'pending':
      return run.place === undefined ? (
        'Waits for its turn: the flow allows only so many runs at the same time.'
      ) : (
        <>
          <strong>{run.place >= mostPlaces ? `${mostPlaces}th or later` : ordinal(run.place)} in line.</strong> The flow
          allows only so many runs at the same time; this one begins by itself when it is its turn.
        </>
      );
    case 'blocked': {
      const step = run.steps.find(({ status }) => status === 'blocked');
      return (
        <>
          {step !== undefined && <>{stepLink(step.path)}: </>}
          {step?.reason ?? 'A step cannot go on by itself.'} Look whether it had its effect, then cancel the run and run
          it again if it had not.
        </>
      );
    }
    case 'interrupted':
      return (
        <>
          {run.reason ?? 'The engine lost this run several times.'} Nothing more happens by itself: cancel it, and run
          it again.
        </>
      );
    case 'rejected': {
      const decision = run.checkpoints.map((asked) => asked.decision).findLast((made) => made?.action === 'reject');
      const who = decision?.auto === undefined ? (decision?.by.name ?? decision?.by.id) : undefined;
      return (
        <>
          {who !== undefined && <strong>By {who}: </strong>}
          {run.reason !== undefined && <Reason run={run} choose={choose} text={run.reason} />}
        </>
      );
    }
    case 'cancelled':
    case 'timed_out':
      return run.reason === undefined ? undefined : <Reason run={run} choose={choose} text={run.reason} />;
    case 'completed':
      return run.outcome === 'no_steps' ? 'No step had anything to do: each was skipped.' : undefined;
    default:
      return undefined;
  }
}

/** Why a run stands where it stands, in a sentence, where the state alone does not say it. */
export function Notice(shown: Shown) {
  const text = textOf(shown);
  if (text === undefined) return null;
  const { signal } = runSignal(shown.run);
  const Icon = signalIcons[signal];
  return (
    <p
      className="flex items-start gap-2 border-b border-line px-5 py-2 max-md:px-4"
      style={{ background: `color-mix(in srgb, var(--${signal}) var(--tint), var(--surface))` }}
    >
      <Icon aria-hidden size={16} strokeWidth={2.5} className="mt-0.5 shrink-0" style={{ color: `var(--${signal})` }} />
      <span className="min-w-0 break-words">{text}</span>
    </p>
  );
}
