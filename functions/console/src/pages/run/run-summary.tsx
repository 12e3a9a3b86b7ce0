import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { RunStatus, RunView } from '../../api/types.ts';
import { Facts } from '../../ui/card.tsx';
import { Copy } from '../../ui/copy.tsx';
import { Json } from '../../ui/json.tsx';
import { shortId } from '../../ui/short-id.ts';
import { runSignal } from '../../ui/status.ts';
import { duration, Time } from '../../ui/time.tsx';
import { Breakdown } from './breakdown.tsx';
import { CheckpointBlock } from './checkpoint-block.tsx';
import { ErrorBox } from './error-box.tsx';
import { ordinal } from './notice.tsx';
import { Progress } from './progress.tsx';
import { useRunTimes } from './run-clock.ts';
import type { Shown } from './shown.ts';
import { countSteps } from './step-looks.ts';
import { Fold } from './step-values.tsx';

const triggers: Record<RunView['trigger']['type'], string> = {
  manual: 'By hand',
  api: 'Over the API',
  schedule: 'By a schedule',
  webhook: 'By a webhook',
  event: 'By an event',
  chat: 'In a chat',
  flow: 'By another flow',
};

/** What a run was started by, and who. */
export function Starter({ trigger }: { trigger: RunView['trigger'] }) {
  const { type, by, link } = trigger;
  const who = by.name ?? by.email ?? by.id;
  return (
    <>
      {triggers[type]}
      {by.type === 'system' ? '' : ` · ${who}`}
      {link !== undefined && /^https?:\/\//.test(link) && (
        <>
          {' '}
          <a href={link} rel="noreferrer">
            Open
          </a>
        </>
      )}
    </>
  );
}

function Duration(shown: Shown) {
  const { durationMs } = useRunTimes(shown.run, shown.fetchedAt);
  if (shown.run.status === 'scheduled') return <>Not begun</>;
  return (
    <span className="flex flex-col">
      <span>{duration(durationMs)}</span>
      <span className="text-meta">
        <Breakdown {...shown} />
      </span>
    </span>
  );
}

function Counts({ run }: { run: RunView }) {
  const { awaiting, failed, running, blocked } = countSteps(run);
  const words: ReactNode[] = [];
  const say = (count: number, word: string, colour: string) =>
    count > 0 &&
    words.push(
      <span key={word} className={`font-semibold ${colour}`}>
        {count} {word}
      </span>,
    );
  say(awaiting, 'awaiting input', 'text-awaiting');
  say(running, 'running', 'text-running');
  say(blocked, 'blocked', 'text-blocked');
  say(failed, 'failed', 'text-failed');
  return words.length === 0 ? null : <p className="flex flex-wrap gap-x-4 gap-y-1 text-meta">{words}</p>;
}

function RunLink({ id, status }: { id: string; status?: RunStatus | undefined }) {
  return (
    <Link to="/runs/$id" params={{ id }} className="whitespace-nowrap">
      <span className="font-mono">{shortId(id)}</span>
      {status !== undefined && <span className="text-ink-3"> {runSignal({ status }).word.toLowerCase()}</span>}
    </Link>
  );
}

function facts(shown: Shown): (readonly [string, ReactNode] | undefined)[] {
  const { run } = shown;
  const { trigger } = run;
  const { again = [] } = run;
  const near = new Set([run.id, trigger.origin, ...again.map(({ id }) => id)]);
  // Further away than the run before this one and those after it.
  const others = run.chain.filter((id) => !near.has(id));
  return [
    ['Started', <Starter key="by" trigger={trigger} />],
    [run.status === 'scheduled' ? 'Asked for' : 'At', <Time key="at" at={run.startedAt} />],
    run.startAt === undefined ? undefined : ['Begins', <Time key="begins" at={run.startAt} />],
    run.place === undefined ? undefined : ['Place', `${ordinal(run.place)} in line`],
    ['Duration', <Duration key="took" {...shown} />],
    run.endedAt === undefined ? undefined : ['Ended', <Time key="ended" at={run.endedAt} />],
    [
      'Flow',
      <span key="flow">
        <Link to="/flows/$id" params={{ id: run.flow }}>
          {run.title}
        </Link>
        , version {run.version}
      </span>,
    ],
    ['Environment', run.environment],
    run.profile === undefined ? undefined : ['Profile', run.profile],
    run.mode === 'background' ? ['Mode', 'Background'] : undefined,
    run.checkpointMode === 'template'
      ? undefined
      : ['Checkpoints', run.checkpointMode === 'every' ? 'Before every step' : 'None'],
    run.generation > 1 ? ['Begun', `${run.generation} times`] : undefined,
    trigger.origin === undefined
      ? undefined
      : ['Again of', <RunLink key="origin" id={trigger.origin} status={run.origin?.status} />],
    again.length === 0
      ? undefined
      : [
          'Run again',
          <span key="again" className="flex flex-wrap gap-x-3">
            {again.map((each) => (
              <RunLink key={each.id} {...each} />
            ))}
          </span>,
        ],
    others.length === 0
      ? undefined
      : [
          'Chain',
          <span key="chain" className="flex flex-wrap gap-x-3">
            {others.map((id) => (
              <RunLink key={id} id={id} />
            ))}
          </span>,
        ],
    [
      'Id',
      <span key="id" className="flex items-center gap-1">
        <span className="min-w-0 truncate font-mono text-meta">{run.id}</span>
        <Copy text={run.id} label="Copy the id" />
      </span>,
    ],
  ];
}

const isEmpty = (value: RunView['params']) =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0);

/** What one wants to know of a run at a glance; `folded` on a phone, where the steps come first. */
export function RunSummary({
  folded = false,
  asks,
  values = true,
  ...shown
}: Shown & {
  folded?: boolean;
  /** Whether parameters and output are shown, too. */
  values?: boolean;
  /** Whether questions are asked here; where the steps are listed they are asked there. */
  asks: boolean;
}) {
  const { run } = shown;
  const open = run.checkpoints.filter(({ status }) => status === 'pending');
  const all = (
    <>
      <Facts facts={facts(shown)} />
      {values && !isEmpty(run.params) && (
        <Fold title="Parameters" open={!folded}>
          <Json value={run.params} label="the parameters" />
        </Fold>
      )}
      {values && run.output !== undefined && (
        <Fold title="Output" open={!folded}>
          <Json value={run.output} label="the output" />
        </Fold>
      )}
    </>
  );
  return (
    <div className={`flex flex-col gap-4 p-5 max-md:p-4 ${folded ? 'border-b border-line' : ''}`}>
      {!folded && (
        <>
          <h2 className="text-title font-semibold">About this run</h2>
          <Progress run={run} long />
          <Counts run={run} />
        </>
      )}
      {run.error !== undefined && <RunError {...shown} error={run.error} />}
      {asks && open.map((checkpoint) => <CheckpointBlock key={checkpoint.id} {...shown} checkpoint={checkpoint} />)}
      {folded ? <Fold title="About this run">{all}</Fold> : all}
    </div>
  );
}

function RunError({ run, choose, error }: Shown & { error: NonNullable<RunView['error']> }) {
  const at = run.steps.findIndex(({ path }) => path === error.step);
  const step = run.steps[at];
  return (
    <ErrorBox error={error}>
      {step !== undefined && (
        <p>
          <button
            type="button"
            className="font-semibold underline underline-offset-3"
            onClick={() => choose(step.path)}
          >
            Step {at + 1}, {step.title}
          </button>
        </p>
      )}
    </ErrorBox>
  );
}
