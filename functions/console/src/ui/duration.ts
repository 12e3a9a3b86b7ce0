const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

/** "3 minutes ago", "in 2 days". */
export function relative(instant: string, now: number): string {
  const distance = Date.parse(instant) - now;
  const [unit, ms] = units.find(([, size]) => Math.abs(distance) >= size) ?? ['second', 1_000];
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(Math.trunc(distance / ms), unit);
}

/** 250 ms, 1.2 s, 4m 12s, 3h 05m, 2d 4h. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  const pad = (value: number) => String(value).padStart(2, '0');
  if (minutes < 60) return `${minutes}m ${pad(Math.floor((ms % 60_000) / 1_000))}s`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours}h ${pad(minutes % 60)}m` : `${Math.floor(hours / 24)}d ${hours % 24}h`;
}
