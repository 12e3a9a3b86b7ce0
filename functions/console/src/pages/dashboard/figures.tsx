import { countWords, type OpenStatus, type Stats } from '../../api/stats-queries.ts';
import { Card } from '../../ui/card.tsx';
import { runSignal } from '../../ui/status.ts';
import { Tile } from './tiles.tsx';

const open: OpenStatus[] = ['running', 'awaiting_input', 'pending', 'scheduled', 'blocked', 'interrupted'];

/** Runs that are not over, by what they are doing. */
export const ActiveRuns = ({ active }: { active: Stats['active'] }) => (
  <Card title="Active now">
    <div className="grid grid-cols-6 max-lg:grid-cols-3 max-sm:grid-cols-2">
      {open.map((status) => (
        <Tile key={status} {...runSignal({ status })} number={countWords(active[status])} search={{ status }} />
      ))}
    </div>
  </Card>
);

const from = '24h';

/** What became of the runs of the last day. */
export const LastDay = ({ day }: { day: Stats['day'] }) => (
  <Card
    title="Last 24 hours"
    aside={!day.complete && <span className="text-meta text-ink-3">of the newest {day.started} runs</span>}
  >
    <div className="grid grid-cols-3 max-sm:grid-cols-2">
      <Tile word="Started" number={String(day.started)} search={{ from }} />
      {(['completed', 'failed', 'timed_out', 'rejected', 'cancelled'] as const).map((status) => (
        <Tile key={status} {...runSignal({ status })} number={String(day[status])} search={{ status, from }} />
      ))}
    </div>
  </Card>
);
