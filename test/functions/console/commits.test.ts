import { decodeTime, ulid } from 'ulid';
import { expect, it } from 'vitest';
import { before, mergeCommits } from '../../../functions/console/src/api/commits.ts';
import type { Commit } from '../../../functions/console/src/api/run-events.ts';
import { linesOf } from '../../../functions/console/src/pages/run/event-words.ts';

const second = 1_000;
const start = Date.UTC(2026, 0, 1);
const commit = (seq: number, events: Commit['events'], lane = 'main'): Commit => ({
  id: ulid(start + seq * second),
  lane,
  seq,
  generation: 1,
  at: new Date(start + seq * second).toISOString(),
  actor: { type: 'system', id: 'sluice' },
  events,
});

it('asks from ten seconds before the last commit that is known', () => {
  const id = ulid(start);
  expect(decodeTime(`${before(id)}${'0'.repeat(16)}`)).toBe(start - 10 * second);
});

it('what is read twice is kept once, and a commit of another lane that comes late finds its place', () => {
  const [one, two, three] = [commit(1, []), commit(2, [], 'step.pay'), commit(3, [])];
  const known = [one, three];
  expect(mergeCommits(known, [three])).toBe(known);
  expect(mergeCommits(known, [two, three])).toEqual([one, two, three]);
});

it('tells each change of a step with what was before', () => {
  const lines = linesOf(
    [
      commit(1, [{ type: 'StepStarted', step: 'pay', attempt: 1 }]),
      commit(2, [
        { type: 'AttemptFailed', step: 'pay', attempt: 1, error: { type: 'E', message: 'No.' }, retryAt: '' },
        { type: 'StepStarted', step: 'pay', attempt: 2 },
      ]),
      commit(3, [{ type: 'StepSkipped', step: 'tell', reason: '"pay" failed' }]),
    ],
    (step) => (step === 'pay' ? 'Pay' : step),
  );
  expect(lines.map(({ text, change, words }) => [text, change?.before, change?.after, words])).toEqual([
    ['Pay began', 'Pending', 'Running', undefined],
    ['Attempt 1 of Pay failed; the next one begins later', undefined, undefined, 'No.'],
    ['Pay began, attempt 2', undefined, undefined, undefined],
    ['tell was skipped', 'Pending', 'Skipped', '"pay" failed'],
  ]);
});
