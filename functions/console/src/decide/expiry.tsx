import { Clock } from 'lucide-react';
import { relative, useNow } from '../ui/time.tsx';

const hourMs = 3_600_000;
/** Below these the remaining time is amber, then red. */
const soonMs = 4 * hourMs;
const urgentMs = hourMs;

/** When a question expires, as a distance from now: the colour says how soon, and so do the words. */
export function Expiry({ at, skew = 0 }: { at: string; skew?: number }) {
  const now = useNow(true) - skew;
  const left = Date.parse(at) - now;
  const look =
    left < urgentMs ? 'font-semibold text-failed' : left < soonMs ? 'font-semibold text-awaiting' : 'text-ink-3';
  return (
    <span className={`inline-flex items-center gap-1 align-bottom text-meta whitespace-nowrap ${look}`}>
      {left < soonMs && <Clock aria-hidden size={14} />}
      {left <= 0 ? 'expired' : `expires ${relative(at, now)}`}
    </span>
  );
}
