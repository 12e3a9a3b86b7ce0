import { Bot, Braces, Clock, Globe, type LucideIcon, Shapes, UserRoundCheck } from 'lucide-react';
import { memo } from 'react';
import { type Signal, signalIcons } from '../ui/status.ts';

const kindIcons: Record<string, LucideIcon> = {
  http: Globe,
  transform: Braces,
  approve: UserRoundCheck,
  wait: Clock,
  agent: Bot,
};

export const kindOf = (kind: string): LucideIcon => kindIcons[kind] ?? Shapes;

const radius = 29;
const around = 2 * Math.PI * radius;
const dashes = (...parts: number[]) => parts.map((part) => (part * around) / 100).join(' ');

const whole = dashes(100, 0);
/** The canvas makes rings thicker when it is seen from afar. */
const strokeWidth = 'calc(4px * var(--thick, 1))';

/** The ring of each state: its shape says what its colour says. Hundredths of the circle, drawn and left out in turn. */
const rings: Record<Signal, string> = {
  pending: dashes(2.2, 2.8),
  running: dashes(28, 72),
  awaiting: dashes(19, 6),
  complete: whole,
  failed: whole,
  refused: dashes(42, 8),
  skipped: dashes(2.2, 2.8),
  cancelled: whole,
  rejected: whole,
  blocked: dashes(42, 8),
  interrupted: dashes(12, 4, 30, 4, 20, 4, 22, 4),
  timeout: whole,
  partial: dashes(75, 25),
};

/** A step as a signal: the kind inside, the state as a ring and as a badge. 72 px, without words: these stand beside it. */
export const Medallion = memo(function Medallion({ kind, signal }: { kind: string; signal: Signal }) {
  const Kind = kindOf(kind);
  const State = signalIcons[signal];
  const still = signal === 'pending';
  return (
    <span className="relative block size-[72px]" aria-hidden>
      <svg viewBox="0 0 72 72" className="absolute inset-0 overflow-visible" focusable="false" aria-hidden="true">
        {signal === 'awaiting' && (
          <circle
            cx={36}
            cy={36}
            r={33.5}
            fill="none"
            stroke="var(--awaiting-ring)"
            strokeWidth={1.5}
            className="halo origin-center"
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
            stroke="color-mix(in srgb, var(--running-ring) 22%, var(--surface))"
            style={{ strokeWidth }}
          />
        )}
        <circle
          cx={36}
          cy={36}
          r={radius}
          fill="none"
          stroke={`var(--${signal}-ring)`}
          strokeDashoffset={around / 4}
          className={`origin-center transition-[stroke,stroke-dasharray] duration-250 ${signal === 'running' ? 'animate-[spin_1.6s_linear_infinite]' : ''}`}
          style={{ transformBox: 'fill-box', strokeDasharray: rings[signal], strokeWidth }}
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
});
