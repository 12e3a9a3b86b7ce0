import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { stepValuesQuery } from '../../api/run-queries.ts';
import type { StepView } from '../../api/types.ts';
import { Json } from '../../ui/json.tsx';
import { Loading, Problem } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { ErrorBox } from './error-box.tsx';

/** A part that opens and closes; what is in it is made when it is first opened. */
export function Fold({
  title,
  open: first = false,
  children,
}: {
  title: ReactNode;
  open?: boolean;
  children: ReactNode;
}) {
  const [open, setOpen] = useState(first);
  return (
    <Collapsible.Root open={open} onOpenChange={setOpen}>
      <Collapsible.Trigger className="flex min-h-8 w-full items-center gap-1.5 text-left font-semibold">
        <ChevronRight aria-hidden size={16} className={`transition-transform ${open ? 'rotate-90' : ''}`} />
        {title}
      </Collapsible.Trigger>
      <Collapsible.Content className="pt-1 pb-2">{children}</Collapsible.Content>
    </Collapsible.Root>
  );
}

/** What a step was given, what it answered, and its attempts; fetched when it is shown. */
export function StepValues({ run, step }: { run: string; step: StepView }) {
  const { data, error, refetch } = useQuery(stepValuesQuery(run, step));
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading lines={3} label="Loading input and output" />;
  const failed = step.status === 'failed';
  const earlier = failed ? data.attempts.slice(0, -1) : data.attempts;
  return (
    <div className="flex flex-col gap-1">
      {earlier.length > 0 && (
        <Fold title={`Failed attempts (${earlier.length})`}>
          <ol className="flex flex-col gap-3">
            {earlier.map(({ attempt, error: problem, at }) => (
              <li key={`${attempt} ${at}`} className="flex flex-col gap-1">
                <span className="text-meta text-ink-3">
                  Attempt {attempt}, <Time at={at} short />
                </span>
                <ErrorBox error={problem} />
              </li>
            ))}
          </ol>
        </Fold>
      )}
      {data.output !== undefined && (
        <Fold title="Output" open>
          <Json value={data.output} label="the output" />
        </Fold>
      )}
      {data.input !== undefined && (
        <Fold title="Input" open={data.output === undefined}>
          <Json value={data.input} label="the input" />
        </Fold>
      )}
      {data.output === undefined && data.input === undefined && earlier.length === 0 && (
        <p className="text-meta text-ink-3">
          {step.endedAt === undefined
            ? 'Nothing went in; what comes out is here once it has ended.'
            : 'Nothing went in and nothing came out.'}
        </p>
      )}
    </div>
  );
}
