import type { CheckpointView, RunView, StepView } from '../../api/types.ts';

/** What time goes into: somebody's work, a person's answer, or the clock. */
export type Spent = 'working' | 'person' | 'clock';

/** A stretch of time in milliseconds since 1970, by the clock of the server. */
export interface Span {
  from: number;
  to: number;
  spent: Spent;
}

/** Between a failed attempt and the one after it. */
function pausesOf({ attempts = [], attemptAt }: StepView, to: number): Span[] {
  return attempts.flatMap(({ at, retryAt }, index): Span[] => {
    if (retryAt === undefined) return [];
    const next = attempts[index + 1]?.startedAt ?? (index + 1 === attempts.length ? attemptAt : undefined);
    const from = Date.parse(at);
    const until = Math.min(to, Date.parse(next !== undefined && next > at ? next : retryAt));
    return [{ from, to: Math.max(from, until), spent: 'clock' }];
  });
}

/** The stretches of a step: open ones last until `now`. */
export function spansOf(step: StepView, checkpoints: CheckpointView[], end: string | undefined, now: number): Span[] {
  if (step.startedAt === undefined || step.status === 'skipped') return [];
  const from = Date.parse(step.startedAt);
  const last = end === undefined ? now : Date.parse(end);
  const to = Math.max(from, step.endedAt === undefined ? last : Date.parse(step.endedAt));
  const asked: Span[] = checkpoints
    .filter((checkpoint) => checkpoint.step === step.path)
    .map(({ openedAt, decision }) => {
      const until = decision === undefined ? to : Math.min(to, Date.parse(decision.at));
      return { from: Date.parse(openedAt), to: Math.max(Date.parse(openedAt), until), spent: 'person' };
    });
  const idle = [...asked, ...pausesOf(step, to)].sort((a, b) => a.from - b.from);
  const spent: Spent = step.kind === 'wait' ? 'clock' : 'working';
  const spans: Span[] = [];
  let at = from;
  for (const span of idle) {
    if (span.from > at) spans.push({ from: at, to: span.from, spent });
    spans.push(span);
    at = Math.max(at, span.to);
  }
  if (step.kind !== 'approve' && (to > at || spans.length === 0)) spans.push({ from: at, to, spent });
  return spans;
}

/** Stretches that touch or overlap, as one. */
export function union(spans: readonly { from: number; to: number }[]): { from: number; to: number }[] {
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

const length = (spans: readonly { from: number; to: number }[]) =>
  spans.reduce((sum, { from, to }) => sum + to - from, 0);

/** What the time of a run went into: work, people, and the rest (the line, waits, pauses between attempts). Milliseconds. */
export function breakdown(
  spans: readonly Span[],
  { durationMs, waitingMs }: Pick<RunView, 'durationMs' | 'waitingMs'>,
) {
  const worked = Math.min(durationMs, length(union(spans.filter(({ spent }) => spent === 'working'))));
  return { worked, waited: waitingMs, rest: Math.max(0, durationMs - worked - waitingMs) };
}

/** An idle stretch that is drawn shorter than it was; places are fractions of the width. */
export interface Break {
  from: number;
  to: number;
  left: number;
  width: number;
}

/** Share of the width that a collapsed stretch keeps, and how long an idle one must be, against all the work, to be collapsed. */
const breakShare = 0.1;
const idleShare = 0.5;
const idleMs = 200;

/** A scale from time to fractions of a width on which time in which nobody works is collapsed. */
export function collapsedScale(
  spans: readonly Span[],
  from: number,
  to: number,
): { at: (ms: number) => number; breaks: Break[] } {
  const busy = union(
    spans.filter(({ spent }) => spent === 'working').map((span) => ({ from: span.from, to: span.to })),
  );
  const worked = length(busy);
  const idle: { from: number; to: number }[] = [];
  let at = from;
  for (const span of [...busy, { from: to, to }]) {
    const gap = span.from - at;
    if (gap > idleMs && gap > worked * idleShare) idle.push({ from: at, to: span.from });
    at = Math.max(at, span.to);
  }
  const shown = to - from - length(idle);
  const share = shown <= 0 ? 1 / Math.max(1, idle.length) : Math.min(breakShare, 0.6 / Math.max(1, idle.length));
  const rest = shown <= 0 ? 0 : (1 - share * idle.length) / shown;
  const place = (ms: number) => {
    let left = 0;
    let until = from;
    for (const gap of idle) {
      if (ms <= gap.from) break;
      left += (gap.from - until) * rest + (share * (Math.min(ms, gap.to) - gap.from)) / (gap.to - gap.from);
      until = Math.min(ms, gap.to);
      if (ms <= gap.to) return left;
    }
    return left + (ms - until) * rest;
  };
  const scale = (ms: number) => Math.min(1, Math.max(0, place(Math.min(to, Math.max(from, ms)))));
  return { at: scale, breaks: idle.map((gap) => ({ ...gap, left: scale(gap.from), width: share })) };
}
