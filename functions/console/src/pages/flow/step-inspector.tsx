import type { ReactNode } from 'react';
import type { Approval, StepDefinition } from '../../api/flow-types.ts';
import type { Json as Value } from '../../api/types.ts';
import { Facts } from '../../ui/card.tsx';
import { Json } from '../../ui/json.tsx';
import { expiryWords, kindWord, length, retryWords, waitWords } from './step-words.ts';

export const Code = ({ children }: { children: ReactNode }) => (
  <code className="font-mono text-meta break-words">{children}</code>
);

const people = (to: Approval['to']) => (Array.isArray(to) ? to.join(', ') : to);

const asked = (gate: Approval): [string, ReactNode][] => [
  ['Question', gate.message],
  ['Asked of', people(gate.to)],
  ['Open for', expiryWords(gate)],
];

/** What the step does, by its kind; a kind that this page does not know is shown as its data. */
function Doing({ step }: { step: StepDefinition }) {
  const { kind, http, approve, wait } = step;
  if (http !== undefined) {
    const { method, url, ...rest } = http;
    return (
      <>
        <p className="rounded-control border border-line bg-canvas px-3 py-2">
          <strong>{method}</strong> <Code>{url}</Code>
        </p>
        {Object.keys(rest).length > 0 && <Json value={rest} label="the rest of the request" />}
      </>
    );
  }
  if (approve !== undefined) return <Facts facts={asked(approve)} />;
  if (wait !== undefined) return <p>Waits {waitWords(wait)}.</p>;
  const content = Object.entries(step).find(([name]) => name === kind)?.[1];
  return <Json value={content as Value} label={kindWord(kind).toLowerCase()} />;
}

/** A step as its flow defines it: what it does, when, and what happens when that does not work. */
export function StepInspector({
  step,
  titleOf,
  onChoose,
}: {
  step: StepDefinition;
  titleOf: (id: string) => string;
  onChoose: (id: string) => void;
}) {
  const { checkpoint, when, needs, retry, effect, onError, timeoutMs, autoApprove } = step;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-2">
        {kindWord(step.kind)} · <Code>{step.id}</Code>
      </p>
      <Doing step={step} />
      {checkpoint !== undefined && (
        <section className="flex flex-col gap-2 border-t border-line pt-4">
          <h3 className="font-semibold">A gate before it</h3>
          <Facts facts={asked(checkpoint)} />
        </section>
      )}
      <section className="border-t border-line pt-4">
        <Facts
          facts={[
            when === undefined ? undefined : ['Only when', <Code key="when">{when}</Code>],
            needs.length === 0
              ? ['After', 'the start']
              : [
                  'After',
                  <span key="needs" className="flex flex-wrap gap-x-3">
                    {needs.map((need) => (
                      <button
                        key={need}
                        type="button"
                        className="min-h-[24px] text-left underline"
                        onClick={() => onChoose(need)}
                      >
                        {titleOf(need)}
                      </button>
                    ))}
                  </span>,
                ],
            timeoutMs > 0 ? ['Tried', retryWords(retry)] : undefined,
            timeoutMs > 0 ? ['Each try', `at most ${length(timeoutMs)}`] : undefined,
            ['If it fails', onError === 'fail' ? 'what needs it is skipped' : 'the flow goes on'],
            effect === 'at-most-once' ? ['Effect', 'at most once: never repeated on doubt'] : undefined,
            autoApprove ? ['In background', 'approves itself'] : undefined,
            step.phase === undefined ? undefined : ['Phase', step.phase],
          ]}
        />
      </section>
    </div>
  );
}
