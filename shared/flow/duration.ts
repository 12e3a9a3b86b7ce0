const units: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** The units a duration may be written in, shortest first. */
export const durationUnits: readonly string[] = Object.keys(units);

/** What `parseDuration` answers: milliseconds, or the unit that it does not know, or that it is no duration at all. */
export type ParsedDuration = { ms: number } | { unknownUnit: string } | { malformed: true };

/** Reads `500ms`, `2s`, `5m`, `1h`, `2d`, `1w` and sums of them such as `1h30m`. */
export function parseDuration(text: string): ParsedDuration {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)\s*([a-zA-Zµ]+)\s*/g)];
  if (parts.length === 0 || parts.map(([all]) => all).join('') !== text.trim()) return { malformed: true };
  let ms = 0;
  for (const [, amount, unit = ''] of parts) {
    const size = Object.hasOwn(units, unit) ? units[unit] : undefined;
    if (size === undefined) return { unknownUnit: unit };
    ms += Number(amount) * size;
  }
  return { ms: Math.round(ms) };
}
