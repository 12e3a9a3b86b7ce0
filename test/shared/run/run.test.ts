import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeFlow } from '../../../shared/flow/normalize.ts';
import { actionsOf } from '../../../shared/run/actions.ts';
import { makePayload, verifyLanes } from '../../../shared/run/chain.ts';
import { endingOf } from '../../../shared/run/decide-close.ts';
import { readinessOf } from '../../../shared/run/decide-step.ts';
import type { Json, RunEvent } from '../../../shared/run/events.ts';
import { foldRun } from '../../../shared/run/fold.ts';
import { headsOf } from '../../../shared/run/make-commit.ts';
import { statusOf } from '../../../shared/run/run-state.ts';
import {
  ada,
  commitsOf,
  completed,
  failed,
  generation,
  given,
  payload,
  skipped,
  started,
} from '../../support/given.ts';

const begun = [started, generation(1)];
const opened: RunEvent = {
  type: 'CheckpointOpened',
  checkpoint: 'c',
  step: 'b',
  kind: 'checkpoint',
  message: 'm',
  to: ['x@y.z'],
  expiresAt: '2026-01-02T00:00:00.000Z',
  onExpire: 'reject',
  evidence: payload,
};
const decided: RunEvent = { type: 'CheckpointDecided', checkpoint: 'c', step: 'b', action: 'approve', seen: 'd' };
const closed: RunEvent = { type: 'RunClosed', status: 'cancelled', heads: {} };
const sequence = normalizeFlow({
  flow: 'f',
  steps: [
    { id: 'a', transform: 1 },
    { id: 'b', transform: 1 },
    { id: 'c', transform: 1 },
  ],
});
const graph = normalizeFlow({
  flow: 'f',
  steps: [
    { id: 'try', needs: [], http: { url: 'u' } },
    { id: 'fine', needs: ['try'], transform: 1 },
    { id: 'otherwise', needs: ['try'], when: "{{ steps.try.status = 'failed' }}", transform: 1 },
    { id: 'after', needs: ['fine'], transform: 1 },
  ],
});
const step = (flow: typeof sequence, id: string) =>
  flow.steps.find((each) => each.id === id) ?? flow.steps[0] ?? expect.fail();

describe('the status of a run', () => {
  it.each<[string, Parameters<typeof given>, string]>([
    ['running once started', [begun], 'running'],
    ['awaiting input at an open checkpoint', [begun, [opened]], 'awaiting_input'],
    ['running again once it is decided', [begun, [opened], [decided]], 'running'],
    [
      'running while a branch runs and another waits',
      [begun, [opened], ['main.p1b0', [{ type: 'StepStarted', step: 'x', attempt: 1, epoch: 1 }]]],
      'running',
    ],
    ['blocked when a step is', [begun, [{ type: 'StepBlocked', step: 'a', attempt: 1, reason: 'r' }]], 'blocked'],
    ['interrupted', [begun, [{ type: 'RunInterrupted', reason: 'r' }]], 'interrupted'],
    [
      'running again with the next generation',
      [begun, [{ type: 'RunInterrupted', reason: 'r' }], [generation(2)]],
      'running',
    ],
    ['closed for good', [begun, [closed], [completed('a')]], 'cancelled'],
  ])('is %s', (_name, commits, status) => expect(statusOf(given(...commits))).toBe(status));

  it('remembers what a step came to although the run was closed meanwhile', () => {
    const state = given(begun, [{ type: 'StepStarted', step: 'a', attempt: 1, epoch: 1 }], [closed], [completed('a')]);
    expect(state.steps.get('a')?.status).toBe('complete');
  });
});

describe('what may happen to a step', () => {
  it('waits for its needs, then is ready', () => {
    expect(readinessOf(sequence, given(begun), step(sequence, 'b'))).toEqual({ ready: false, waitFor: 'a' });
    expect(readinessOf(sequence, given(begun, [completed('a')]), step(sequence, 'b'))).toEqual({
      ready: true,
      condition: undefined,
    });
  });

  it('in a sequence goes on after a skipped step and stops after a failed one, naming the cause', () => {
    expect(readinessOf(sequence, given(begun, [skipped('a')]), step(sequence, 'b'))).toMatchObject({ ready: true });
    expect(readinessOf(sequence, given(begun, [failed('a')]), step(sequence, 'b'))).toEqual({
      ready: false,
      skip: '"a" failed',
    });
    expect(readinessOf(sequence, given(begun, [failed('a'), skipped('b')]), step(sequence, 'c'))).toEqual({
      ready: false,
      skip: '"a" failed',
    });
    expect(readinessOf(sequence, given(begun, [failed('a', true)]), step(sequence, 'b'))).toMatchObject({
      ready: true,
    });
  });

  it('in a graph takes the alternative path that names the failure', () => {
    const state = given(begun, [failed('try')]);
    expect(readinessOf(graph, state, step(graph, 'fine'))).toEqual({ ready: false, skip: '"try" failed' });
    expect(readinessOf(graph, state, step(graph, 'otherwise'))).toMatchObject({ ready: true });
    expect(readinessOf(graph, given(begun, [completed('try'), skipped('fine')]), step(graph, 'after'))).toEqual({
      ready: false,
      skip: 'all that it needs was skipped: fine',
    });
  });
});

describe('how a run ends', () => {
  it.each<[string, RunEvent[], unknown]>([
    ['not while a step is open', [completed('a')], undefined],
    ['completed', [completed('a'), completed('b'), completed('c')], { status: 'completed', outcome: 'success' }],
    [
      'partial when the flow went on after a failure',
      [completed('a'), failed('b', true), completed('c')],
      { status: 'completed', outcome: 'partial' },
    ],
    [
      'failed, with the step that did',
      [completed('a'), failed('b'), skipped('c')],
      { status: 'failed', error: { type: 'E', message: 'm', step: 'b' } },
    ],
    ['without steps', [skipped('a'), skipped('b'), skipped('c')], { status: 'completed', outcome: 'no_steps' }],
  ])('%s', (_name, events, ending) => expect(endingOf(sequence, given(begun, events))).toEqual(ending));

  it('completed in part when another path answered the failure', () => {
    expect(
      endingOf(graph, given(begun, [failed('try'), skipped('fine'), completed('otherwise'), skipped('after')])),
    ).toEqual({ status: 'completed', outcome: 'partial' });
  });
});

describe('the hash chain', () => {
  const commits = commitsOf(begun, [completed('a')], ['main.p1b0', [completed('x')]], ['main.p1b0', [completed('y')]]);

  it('verifies what was written, and the heads that a close sealed', () => {
    const heads = headsOf(foldRun('R', commits));
    expect(
      verifyLanes([
        ...commitsOf(begun, ['main.p1b0', [completed('x')]], [{ type: 'RunClosed', status: 'completed', heads: {} }]),
      ]),
    ).toEqual([]);
    expect(Object.keys(heads)).toEqual(['main.p1b0']);
    expect(verifyLanes(commits)).toEqual([]);
  });

  it('finds any change, removal or swap', () => {
    fc.assert(
      fc.property(fc.nat(commits.length - 1), fc.constantFrom('change', 'remove', 'swap'), (index, how) => {
        const tampered = structuredClone(commits);
        const commit = tampered[index] ?? expect.fail();
        const last = !commits.some((other) => other.lane === commit.lane && other.seq > commit.seq);
        if (how === 'change') commit.at = '1999-01-01T00:00:00.000Z';
        else if (how === 'remove') {
          if (last) return;
          tampered.splice(index, 1);
        } else commit.seq += 1;
        expect(verifyLanes(tampered)).not.toEqual([]);
      }),
    );
  });

  it('the digest of a payload is that of its salt and its value, and of no other', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const { payload: made, beside } = makePayload(one as Json);
        expect(makePayload(beside.value, beside.salt).payload).toEqual(made);
        expect(makePayload(beside.value, `${beside.salt}x`).payload.digest).not.toBe(made.digest);
        expect(makePayload([one as Json, other as Json], beside.salt).payload.digest).not.toBe(made.digest);
      }),
    );
  });
});

it('folds to the same state in whatever order the commits arrive', () => {
  const commits = commitsOf(
    begun,
    ['main.p1b0', [completed('x')]],
    ['main.p1b1', [failed('y')]],
    [completed('a')],
    ['main.p1b0', [completed('z')]],
  );
  fc.assert(
    fc.property(fc.shuffledSubarray(commits, { minLength: commits.length }), (shuffled) => {
      expect(foldRun('R', shuffled)).toEqual(foldRun('R', commits));
    }),
  );
});

it('offers cancel to the starter and to cancel.any, while the run is open', () => {
  const caller = (id: string, ...scopes: string[]) => ({ id, scopes: new Set(scopes) });
  expect(actionsOf(given(begun), caller(ada.id, 'flows.run'))).toEqual(['cancel']);
  expect(actionsOf(given(begun), caller('bob', 'flows.run'))).toEqual([]);
  expect(actionsOf(given(begun), caller('bob', 'flows.cancel.any'))).toEqual(['cancel']);
  expect(actionsOf(given(begun, [opened]), caller('bob', 'flows.run'))).toEqual(['decide']);
  expect(actionsOf(given(begun, [closed]), caller(ada.id, 'flows.run', 'flows.cancel.any'))).toEqual(['again']);
});
