import { useQuery } from '@tanstack/react-query';
import { versionQuery } from '../../api/flow-queries.ts';
import type { FlowView, JsonObject } from '../../api/flow-types.ts';
import type { Json } from '../../api/types.ts';
import { Facts } from '../../ui/card.tsx';
import { Cost } from './cost.tsx';
import { Code } from './step-inspector.tsx';
import { length } from './step-words.ts';

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A parameter: its name, type, and whether a run can do without it. */
function Parameters({ schema }: { schema: FlowView['definition']['params'] }) {
  const properties = typeof schema === 'object' && isObject(schema.properties) ? schema.properties : {};
  const required = typeof schema === 'object' && Array.isArray(schema.required) ? schema.required : [];
  const names = Object.keys(properties);
  if (names.length === 0) return <p className="text-ink-2">It takes no parameters.</p>;
  return (
    <ul className="flex flex-col gap-1">
      {names.map((name) => {
        const property = properties[name];
        const { type, format, enum: values } = isObject(property) ? property : {};
        const word = Array.isArray(values) ? values.join(' | ') : String(format ?? type ?? 'anything');
        return (
          <li key={name} className="flex flex-wrap items-baseline justify-between gap-x-3">
            <Code>{name}</Code>
            <span className="text-meta text-ink-3">
              {word}
              {!required.includes(name) && ', optional'}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** The flow in short: shown while no step is chosen. */
export function FlowSummary({ flow }: { flow: FlowView }) {
  const { data: version } = useQuery(versionQuery(flow.id, flow.latest));
  const { limits, audit, type, preflight, params, steps } = flow.definition;
  const { concurrency, daily, timeoutMs } = limits;
  return (
    <div className="flex flex-col gap-5">
      <section className="flex flex-col gap-2">
        <h3 className="font-semibold">Version {flow.latest}</h3>
        <Facts
          facts={[
            ['Steps', steps.length],
            ['Kind', type === 'guide' ? 'a guide, led by a person' : 'a flow, runs by itself'],
            ['Ends after', length(timeoutMs)],
            concurrency === undefined
              ? undefined
              : ['At once', `${concurrency.limit} runs${concurrency.per === undefined ? '' : ' for each value'}`],
            daily === undefined ? undefined : ['A day', `${daily} runs, UTC`],
            audit === 'permanent' ? ['Audit', 'permanent: a closed run never changes'] : undefined,
          ]}
        />
      </section>
      <section className="flex flex-col gap-2 border-t border-line pt-4">
        <h3 className="font-semibold">Parameters</h3>
        <Parameters schema={params} />
      </section>
      {preflight.length > 0 && (
        <section className="flex flex-col gap-2 border-t border-line pt-4">
          <h3 className="font-semibold">Checked before a start</h3>
          <ul className="flex flex-col gap-2">
            {preflight.map(({ check, message }) => (
              <li key={check}>
                {message}{' '}
                <span className="block break-words text-ink-3">
                  <Code>{check}</Code>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {version !== undefined && (
        <section className="flex flex-col gap-2 border-t border-line pt-4">
          <h3 className="font-semibold">Cost</h3>
          <Cost forecast={version.forecast} />
        </section>
      )}
    </div>
  );
}
