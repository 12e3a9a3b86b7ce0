import { HoverCard } from 'radix-ui';
import { useSyncExternalStore } from 'react';
import { useZone } from '../app/preferences.ts';
import { duration, relative } from './duration.ts';

export { duration, relative } from './duration.ts';

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
