import { timingSafeEqual } from 'node:crypto';

/** Whether two texts are the same; takes the same time wherever they differ, so that a signature cannot be guessed letter by letter. */
export function sameText(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
