import type { FlowView } from '../../api/flow-types.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { Json } from '../../ui/json.tsx';
import { Code } from './step-inspector.tsx';

/** Which events of EventBridge start runs of the flow. */
export function EventsCard({ flow }: { flow: FlowView }) {
  const { events } = flow.definition;
  return (
    <Card title="Events">
      {events.length === 0 ? (
        <p className="p-4 text-ink-2">The flow waits for none.</p>
      ) : (
        <ul className="divide-y divide-line">
          {events.map(({ id, bus = 'default', pattern, when, params, environments }) => (
            <li key={id} className="flex flex-col gap-3 p-4">
              <div>
                <h3 className="font-semibold">{id}</h3>
                <p className="text-meta text-ink-3">
                  on the bus {bus}, in {environments.join(' and ')}
                </p>
              </div>
              <Json value={pattern} label="the pattern" />
              <Facts
                facts={[
                  when === undefined ? undefined : ['Taken when', <Code key="when">{when}</Code>],
                  params === undefined
                    ? undefined
                    : [
                        'Parameters',
                        typeof params === 'string' ? (
                          <Code key="params">{params}</Code>
                        ) : (
                          <Json key="params" value={params} label="the parameters" />
                        ),
                      ],
                ]}
              />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
