import { createHash } from 'node:crypto';

/** A name of at most 64 characters, as rules and schedules have: what is too long is cut, and kept apart by a digest. */
export function shortName(name: string): string {
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 12);
  return name.length <= 64 ? name : `${name.slice(0, 51)}.${digest}`;
}
