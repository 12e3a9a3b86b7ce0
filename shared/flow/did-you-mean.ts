import { closest, distance } from 'fastest-levenshtein';

/** The candidate that a mistyped name most likely meant, or undefined when none is near (at most a third of its letters differ). */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const nearest = closest(name.toLowerCase(), candidates);
  return distance(name.toLowerCase(), nearest.toLowerCase()) <= Math.max(1, Math.ceil(name.length / 3))
    ? nearest
    : undefined;
}

/** A hint for a mistyped name: the near name if there is one, else all there are. */
export function didYouMean(name: string, candidates: readonly string[]): string {
  const nearest = nearestName(name, candidates);
  if (nearest !== undefined) return `Did you mean "${nearest}"?`;
  return candidates.length === 0 ? 'There is none.' : `There is: ${candidates.slice(0, 12).join(', ')}.`;
}
