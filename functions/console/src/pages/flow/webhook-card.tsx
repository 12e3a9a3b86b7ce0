import type { FlowView } from '../../api/flow-types.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { Copy } from '../../ui/copy.tsx';
import { Json } from '../../ui/json.tsx';
import { environmentNames } from './environments.tsx';
import { Code } from './step-inspector.tsx';

const verifications = {
  standard: 'signed as Standard Webhooks say',
  github: 'signed by GitHub',
  stripe: 'signed by Stripe',
  none: 'not signed: whoever knows the URL can deliver',
};

/** Where deliveries go that start runs, and what is made of them. */
export function WebhookCard({ flow }: { flow: FlowView }) {
  const { webhook } = flow.definition;
  if (webhook === undefined)
    return (
      <Card title="Webhook">
        <p className="p-4 text-ink-2">The flow has none, so that nothing can be delivered to it.</p>
      </Card>
    );
  const { verify, secret, when, params } = webhook;
  return (
    <Card title="Webhook">
      <div className="flex flex-col gap-4 p-4">
        {flow.webhook === undefined ? (
          <p className="text-ink-2">The URL is shown to those with the scope flows.write.</p>
        ) : (
          <ul className="flex flex-col gap-3">
            {environmentNames.map((name) => {
              const url = flow.webhook?.[name];
              if (url === undefined) return null;
              const idle = flow.environments[name] === undefined;
              return (
                <li key={name}>
                  <p className="text-meta text-ink-3">
                    {name}
                    {idle && ': runs no version yet, so that deliveries are refused'}
                  </p>
                  <p className="flex items-center gap-2 rounded-control border border-line bg-canvas py-1 pr-1 pl-3">
                    <span className="min-w-0 grow font-mono text-meta break-all">{url}</span>
                    <Copy text={url} label={`Copy the URL of ${name}`} />
                  </p>
                </li>
              );
            })}
          </ul>
        )}
        <Facts
          facts={[
            ['Deliveries are', verifications[verify]],
            secret === undefined ? undefined : ['With the secret', <Code key="secret">{secret}</Code>],
            when === undefined ? undefined : ['Taken when', <Code key="when">{when}</Code>],
          ]}
        />
        {params !== undefined && (
          <div className="flex flex-col gap-1">
            <p className="text-meta text-ink-3">Parameters of the run</p>
            <Json value={params} label="the parameters" />
          </div>
        )}
      </div>
    </Card>
  );
}
