import type { StepDefinition } from '../../api/flow-types.ts';
import { duration } from '../../ui/time.tsx';

const kinds: Record<string, string> = {
  transform: 'Compute',
  http: 'HTTP request',
  lambda: 'Lambda function',
  tool: 'Tool',
  email: 'E-mail',
  emit: 'Event',
  agent: 'Agent',
  approve: 'Approval',
  review: 'Review',
  input: 'Input',
  queue: 'Queue of proposals',
  wait: 'Wait',
  foreach: 'For each',
  parallel: 'Parallel',
  flow: 'Another flow',
  container: 'Container',
};

/** What a kind of step is called. */
export const kindWord = (kind: string): string => kinds[kind] ?? kind;

/** A length of time that somebody wrote: 1 s, 3 h, 2 d, not to the tenth. */
export function length(ms: number): string {
  const units = [
    ['week', 604_800_000],
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1_000],
  ] as const;
  const [unit, size] = units.find(([, each]) => ms >= each && ms % each === 0) ?? [];
  if (unit === undefined || size === undefined) return duration(ms);
  return `${ms / size} ${unit}${ms === size ? '' : 's'}`;
}

/** The path of a URL, without the variable that it begins with. */
const pathOf = (url: string) =>
  url
    .replace(/^\{\{[^}]*\}\}(?=.)/, '')
    .replaceAll(/\{\{.*?\}\}/g, '…')
    .replace(/^https?:\/\//, '')
    .split('?')[0];

/** Whom a question goes to, in two words. */
function askedWords(to: string[] | string): string {
  const [first = '', ...more] = Array.isArray(to) ? to : [to];
  if (more.length > 0) return `${more.length + 1} people`;
  return first.includes('{{') ? 'somebody' : (first.split('@')[0] ?? first);
}

/** The shortest sentence on what a step does, for below its title. */
export function stepCaption({ kind, http, approve, wait }: StepDefinition): string {
  if (http !== undefined) return `${http.method} ${pathOf(http.url)}`;
  if (approve !== undefined) return `asks ${askedWords(approve.to)}`;
  if (wait !== undefined) return waitWords(wait);
  return kindWord(kind);
}

export function waitWords(wait: NonNullable<StepDefinition['wait']>): string {
  if ('forMs' in wait) return `for ${length(wait.forMs)}`;
  return 'for' in wait ? `for ${wait.for}` : `until ${wait.until}`;
}

const expiries = {
  reject: 'then it is rejected',
  approve: 'then it is approved',
  skip: 'then the step is skipped',
  fail: 'then the step fails',
};

/** Until when a gate is open, and what happens then. */
export const expiryWords = ({ expiresMs, onExpire }: { expiresMs: number; onExpire: keyof typeof expiries }): string =>
  `${length(expiresMs)}, ${expiries[onExpire] ?? onExpire}`;

/** How often a step is tried, and with which pauses. */
export function retryWords({ attempts, intervalMs, backoff, maxDelayMs }: StepDefinition['retry']): string {
  if (attempts <= 1) return 'Once; a failure is final';
  const pause =
    backoff === 1 ? `every ${length(intervalMs)}` : `after ${length(intervalMs)}, then ${backoff} times as long each`;
  return `Up to ${attempts} times, ${pause}, at most ${length(maxDelayMs)}`;
}
