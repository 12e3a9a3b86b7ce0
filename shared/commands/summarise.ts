import type { Step } from '../flow/flow.ts';
import type { Json } from '../run/events.ts';

/** Characters that a summary has at most. */
const most = 200;

const clip = (text: string) => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

/** A member of a value in a few words: texts and numbers as they are, of the rest only how much there is. */
function inside(value: Json): string {
  if (Array.isArray(value)) return value.length === 1 ? '1 item' : `${value.length} items`;
  if (value !== null && typeof value === 'object') return '…';
  return String(value);
}

function words(value: Json): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return inside(value);
  if (typeof value !== 'object') return String(value);
  const members = Object.entries(value).map(([name, member]) => `${name} ${inside(member)}`);
  return members.length === 0 ? 'nothing' : members.join(', ');
}

const isEmpty = (body: Json | undefined) => body === undefined || body === null || body === '';

/**
 * What a step came to in one line for a person, who may decide by it: `net 1164, open true`. Of an http step's answer that is the body,
 * or its status when it has none. 200 characters at most; the whole is the step's output.
 */
export function summarise(kind: Step['kind'], output: Json): string {
  const answer = kind === 'http' ? (output as { status: number; body?: Json }) : undefined;
  if (answer === undefined) return clip(words(output));
  return isEmpty(answer.body) ? `answered ${answer.status}` : clip(words(answer.body ?? null));
}
