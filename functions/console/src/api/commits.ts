import type { Commit } from './run-events.ts';

/** Letters of a ULID that are its time, and how far back is asked: commits of other lanes may arrive later with an earlier ULID. */
const timeLetters = 10;
const overlapMs = 10_000;
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The beginning of every ULID that is made ten seconds before the given one, or later. */
export function before(ulid: string): string {
  let ms = [...ulid.slice(0, timeLetters)].reduce((sum, letter) => sum * 32 + letters.indexOf(letter), 0) - overlapMs;
  let text = '';
  for (let n = 0; n < timeLetters; n++) {
    text = letters.charAt(ms % 32) + text;
    ms = Math.floor(ms / 32);
  }
  return text;
}

const nameOf = ({ lane, seq }: Commit) => `${lane}/${seq}`;

/** Commits in the order of their ULIDs, each once. */
export function mergeCommits(known: readonly Commit[], more: readonly Commit[]): Commit[] {
  const names = new Set(known.map(nameOf));
  const fresh = more.filter((commit) => !names.has(nameOf(commit)));
  if (fresh.length === 0) return known as Commit[];
  return [...known, ...fresh].sort((a, b) => (a.id < b.id ? -1 : 1));
}
