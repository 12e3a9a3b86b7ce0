import type { RunView } from '../../api/types.ts';
import { Card } from '../../ui/card.tsx';
import { Json } from '../../ui/json.tsx';

/** What the run was started with, and what it came to. */
export function ParametersTab({ run }: { run: RunView }) {
  const parts = [
    ['Parameters', run.params, 'the parameters'],
    ['Context', run.context, 'the context'],
    ['Variables', run.variables, 'the variables'],
    ['Output', run.output, 'the output'],
  ] as const;
  return (
    <div className="flex max-w-[960px] flex-col gap-4 p-5 max-md:p-4">
      {parts.map(([title, value, label]) =>
        value === undefined ? null : (
          <Card key={title} title={title}>
            <div className="p-4">
              <Json value={value} label={label} paths />
            </div>
          </Card>
        ),
      )}
    </div>
  );
}
