import { Bot, CircleCheckBig, Clock, Globe, type LucideIcon, Shapes } from 'lucide-react';
import { type Signal, signalIcons } from '../ui/status.ts';

const kindIcons: Record<string, LucideIcon> = {
  http: Globe,
  transform: Shapes,
  approve: CircleCheckBig,
  wait: Clock,
  agent: Bot,
};

const radius = 29;
const around = 2 * Math.PI * radius;
const dashes = (...parts: number[]) => parts.map((part) => (part * around) / 100).join(' ');

/** The ring of each state: its shape says what its colour says. Hundredths of the circle, drawn and left out in turn. */
const rings: Record<Signal, string | undefined> = {
  pending: dashes(2.2, 2.8),
  running: dashes(28, 72),
  awaiting: dashes(19, 6),
  complete: undefined,
  failed: undefined,
  refused: dashes(42, 8),
  skipped: dashes(2.2, 2.8),
  cancelled: undefined,
  rejected: undefined,
  blocked: dashes(42, 8),
  interrupted: dashes(12, 4, 30, 4, 20, 4, 22, 4),
  timeout: undefined,
  partial: dashes(75, 25),
};

/** A step as a signal: the kind inside, the state as a ring and as a badge. 72 px, without words: these stand beside it. */
export function Medallion({ kind, signal }: { kind: string; signal: Signal }) {
  const Kind = kindIcons[kind] ?? Shapes;
  const State = signalIcons[signal];
  const still = signal === 'pending';
  return (
    <span className="relative block size-[72px]" aria-hidden>
      <svg viewBox="0 0 72 72" className="absolute inset-0" focusable="false">
        <title>{signal}</title>
        {signal === 'awaiting' && (
          <circle
            cx={36}
            cy={36}
            r={33.5}
            fill="none"
            stroke="var(--awaiting-ring)"
            strokeWidth={1.5}
            className="origin-center animate-[ping_2s_ease-out_infinite] motion-reduce:animate-none"
            style={{ transformBox: 'fill-box' }}
          />
        )}
        <circle cx={36} cy={36} r={radius} fill="var(--surface)" stroke="var(--surface)" strokeWidth={8} />
        {signal === 'running' && (
          <circle
            cx={36}
            cy={36}
            r={radius}
            fill="none"
            strokeWidth={4}
            stroke="color-mix(in srgb, var(--running-ring) 22%, var(--surface))"
          />
        )}
        <circle
          cx={36}
          cy={36}
          r={radius}
          fill="none"
          stroke={`var(--${signal}-ring)`}
          strokeWidth={4}
          strokeDasharray={rings[signal]}
          strokeDashoffset={around / 4}
          className={signal === 'running' ? 'origin-center animate-[spin_1.6s_linear_infinite]' : undefined}
          style={{ transformBox: 'fill-box' }}
        />
      </svg>
      <Kind
        size={24}
        className="absolute inset-0 m-auto"
        style={{ opacity: signal === 'skipped' || still ? 0.55 : 1 }}
      />
      {!still && signal !== 'running' && (
        <span
          className="absolute right-0 bottom-0 grid size-5 place-items-center rounded-full text-surface ring-3 ring-canvas"
          style={{ background: `var(--${signal})` }}
        >
          <State size={12} strokeWidth={3} />
        </span>
      )}
    </span>
  );
}
