import { HoverCard } from 'radix-ui';
import { useSyncExternalStore } from 'react';
import { useZone } from '../app/preferences.ts';

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

const ticks = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;
const subscribe = (listener: () => void) => {
  ticks.add(listener);
  ticking ??= setInterval(() => {
    for (const tick of ticks) tick();
  }, 250);
  return () => {
    ticks.delete(listener);
    if (ticks.size === 0) {
      clearInterval(ticking);
      ticking = undefined;
    }
  };
};
const still = () => () => undefined;

/** The time in milliseconds, four times a second while `live`; one timer for the whole page. */
export function useNow(live: boolean): number {
  return useSyncExternalStore(live ? subscribe : still, () => Math.floor(Date.now() / 250) * 250);
}

/** How long something took, or has been going on. */
export function Elapsed({ from, to }: { from: string; to?: string | undefined }) {
  const now = useNow(to === undefined);
  return <span>{duration((to === undefined ? now : Date.parse(to)) - Date.parse(from))}</span>;
}

/** An instant in the zone of the settings; local, UTC and relative on hover. */
export function Time({ at, short = false }: { at: string; short?: boolean }) {
  const zone = useZone();
  const text = (timeZone: string | undefined, style: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...style, ...(timeZone === undefined ? {} : { timeZone }) }).format(
      new Date(at),
    );
  const whole: Intl.DateTimeFormatOptions = {
    day: '2-digit',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  };
  const shown = short
    ? text(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
    : text(zone, { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' });
  return (
    <HoverCard.Root openDelay={300}>
      <HoverCard.Trigger asChild>
        <time dateTime={at} className="whitespace-nowrap">
          {shown}
        </time>
      </HoverCard.Trigger>
      <HoverCard.Portal>
        <HoverCard.Content
          sideOffset={6}
          className="z-50 rounded-card border border-line bg-surface px-3 py-2 text-meta shadow-sm"
        >
          <div>{text(undefined, whole)}</div>
          <div className="text-ink-3">{text('UTC', whole)}</div>
          <div className="text-ink-3">{relative(at, Date.now())}</div>
        </HoverCard.Content>
      </HoverCard.Portal>
    </HoverCard.Root>
  );
}
