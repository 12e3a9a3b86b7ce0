import { ulid } from 'ulid';
import { PayloadBag } from '../../shared/commands/append.ts';
import { closedEvent } from '../../shared/commands/close-run.ts';
import type { Change, CheckpointRecord, Summary } from '../../shared/commands/ports.ts';
import type { Actor, ClosedStatus, Json, RunEvent, Trigger } from '../../shared/run/events.ts';
import { foldRun } from '../../shared/run/fold.ts';
import { nextCommit } from '../../shared/run/make-commit.ts';
import { changeItems } from '../../shared/store/change-items.ts';
import type { CommitItem } from '../../shared/store/commit.ts';
import { type Item, toItem } from '../../shared/store/connection.ts';
import { keys } from '../../shared/store/keys.ts';

export const ada = { type: 'user', id: 'ada', name: 'Ada', email: 'ada@example.com' } as const satisfies Actor;
const minute = 60_000;
const output: Json = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: { paid: true, amount: 1164 },
};

/** What tells one seeded run from another; times in milliseconds since 1970. */
export interface SeededRun {
  flow: string;
  title: string;
  environment: string;
  trigger: Trigger['type'];
  startedAt: number;
  /** How it ended; or when the reconciler is to look at it, for it waits for Ada. */
  end: { status: ClosedStatus; approved: boolean } | { waits: true; dueAt: number };
}

/** The commits of one run, made as the commands make them. */
class Log {
  readonly id: string;
  readonly #startedAt: number;
  readonly commits: CommitItem[] = [];

  constructor(startedAt: number) {
    this.id = ulid(startedAt);
    this.#startedAt = startedAt;
  }

  at(minutes: number): string {
    return new Date(this.#startedAt + minutes * minute).toISOString();
  }

  /** Commits what happened so many minutes after the start. */
  commit(minutes: number, happened: (bag: PayloadBag) => RunEvent[]): void {
    const bag = new PayloadBag();
    const commit = nextCommit(this.state(), 'main', happened(bag), {
      id: ulid(this.#startedAt + minutes * minute),
      at: this.at(minutes),
      writer: crypto.randomUUID(),
      actor: ada,
    });
    const place = { pk: keys.run(this.id), sk: keys.commit(commit.lane, commit.seq) };
    this.commits.push({ ...place, ...commit, payloads: bag.payloads });
  }

  state() {
    return foldRun(this.id, this.commits);
  }

  done(step: string, minutes: number, bag: PayloadBag): RunEvent {
    const at = this.at(minutes);
    const summary = JSON.stringify(output);
    return { type: 'StepCompleted', step, output: bag.add(output), summary, startedAt: at, endedAt: at, attempt: 1 };
  }
}

const itemsPut = (change: Change): Item[] =>
  changeItems('', change).flatMap(({ Put }) => (Put?.Item === undefined ? [] : [Put.Item]));

/** Commits that a checkpoint was opened, and answers its record. */
function openCheckpoint(log: Log, { flow, title }: SeededRun): CheckpointRecord {
  const evidence = new PayloadBag().add({ message: 'Pay 1200 to Ada?', values: { amount: 1200 } });
  const asked = {
    step: 'sign-off',
    kind: 'approve' as const,
    message: 'Pay 1200 to Ada?',
    to: [ada.email],
    expiresAt: log.at(2_880),
    onExpire: 'reject' as const,
    evidence,
  };
  const id = `${log.id}.sign-off`;
  log.commit(1, (bag) => [log.done('contract', 1, bag), { type: 'CheckpointOpened', checkpoint: id, ...asked }]);
  const place = { id, run: log.id, flow, title, lane: 'main', openedAt: log.at(1) };
  return { ...place, ...asked, status: 'pending', taskToken: 'x'.repeat(200), issue: 1 };
}

/** The items that a run leaves in the table: its row in the list, its commits, its checkpoint; in the inbox while it waits. */
export function itemsOf(run: SeededRun): { id: string; items: Item[] } {
  const { flow, title, environment, end } = run;
  const log = new Log(run.startedAt);
  const trigger = { type: run.trigger, by: ada };
  log.commit(0, (bag) => [
    {
      type: 'RunStarted',
      flow,
      version: 1,
      environment,
      mode: 'interactive',
      checkpoints: 'template',
      trigger,
      params: bag.add({ recipient: ada.email, amount: 1200, contract: 'C-7' }),
      env: bag.add({ CONTRACTS_URL: 'https://contracts.example.com', PAYMENTS_URL: 'https://payments.example.com' }),
      timeoutAt: log.at(2_880),
    },
    { type: 'GenerationStarted', generation: 1, reason: 'start' },
  ]);
  const items: Item[] = [];
  if ('waits' in end) items.push(...itemsPut({ type: 'open', checkpoint: openCheckpoint(log, run) }));
  else if (end.approved) {
    const checkpoint = openCheckpoint(log, run);
    const { id, step, evidence } = checkpoint;
    log.commit(4, () => [
      { type: 'CheckpointDecided', checkpoint: id, step, action: 'approve', seen: evidence.digest },
    ]);
    const decision = { action: 'approve' as const, by: ada, at: log.at(4) };
    // Deciding takes it from the inbox: the checkpoint itself is what is left.
    items.push(
      ...itemsPut({ type: 'open', checkpoint: { ...checkpoint, status: 'decided', decision, delivered: true } }).slice(
        0,
        1,
      ),
    );
  }
  const summary: Summary = {
    id: log.id,
    flow,
    title,
    version: 1,
    environment,
    type: 'flow',
    status: 'waits' in end ? 'awaiting_input' : end.status,
    generation: 1,
    trigger,
    startedAt: log.at(0),
    ...('waits' in end ? { dueAt: new Date(end.dueAt).toISOString() } : { endedAt: log.at(5), outcome: 'success' }),
  };
  if (!('waits' in end))
    log.commit(5, (bag) => [
      log.done('pay', 5, bag),
      closedEvent(log.state(), { status: end.status, outcome: 'success', output: bag.add(output) }),
    ]);
  return {
    id: log.id,
    items: [...itemsPut({ type: 'start', summary }), ...log.commits.map((commit) => toItem({ ...commit })), ...items],
  };
}
