import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import type { RunRow } from '../../api/types.ts';

/** Requests that are under way at the same time. */
const atOnce = 4;

export interface Cancelling {
  state: 'idle' | 'going' | 'done';
  total: number;
  /** How many have been answered, well or not. */
  answered: number;
  failures: { run: RunRow; why: string }[];
}

/** Cancels runs, a few at a time; what could not be cancelled is kept with its reason. */
export function useCancelRuns() {
  const queries = useQueryClient();
  const [progress, setProgress] = useState<Cancelling>({ state: 'idle', total: 0, answered: 0, failures: [] });
  const cancel = async (runs: readonly RunRow[], reason: string) => {
    setProgress({ state: 'going', total: runs.length, answered: 0, failures: [] });
    const waiting = [...runs];
    const work = async () => {
      for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
        const which = run;
        const why = await call('POST', `/v1/runs/${which.id}/cancel`, { body: reason === '' ? {} : { reason } }).then(
          () => undefined,
          (error: unknown) => (error instanceof Error ? error.message : String(error)),
        );
        setProgress((before) => ({
          ...before,
          answered: before.answered + 1,
          failures: why === undefined ? before.failures : [...before.failures, { run: which, why }],
        }));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    setProgress((before) => ({ ...before, state: 'done' }));
    await queries.invalidateQueries({ queryKey: ['runs'] });
    for (const { id } of runs) void queries.invalidateQueries({ queryKey: ['run', id] });
    void queries.invalidateQueries({ queryKey: ['checkpoints'] });
    void queries.invalidateQueries({ queryKey: ['stats'] });
  };
  const reset = () => setProgress({ state: 'idle', total: 0, answered: 0, failures: [] });
  return { progress, cancel, reset };
}
