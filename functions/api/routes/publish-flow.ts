import { InvokeError, invokePublishFlow } from '../../../shared/aws/invoke.ts';
import { compileSource, graphOf } from '../../../shared/commands/publish-flow.ts';
import { webhookSecretWarnings } from '../../../shared/commands/webhook-secret.ts';
import { SluiceError } from '../../../shared/errors/sluice-error.ts';
import type { Route } from '../request.ts';
import { syncWarnings } from './sync-warnings.ts';

/** Publishes the definition in the body, as `application/yaml` or `application/json`; `?dryRun=true` stores nothing. */
export const publishFlow: Route = {
  method: 'POST',
  path: '/v1/flows',
  summary: 'Publish a flow, or see what it would become (dryRun)',
  async handle(request) {
    request.need('flows.write');
    const type = request.header('content-type') ?? '';
    const source = request.text();
    const format = type.includes('json') ? ('json' as const) : ('yaml' as const);
    const { flow, parsed, compilations, diagnostics: found } = compileSource({ source, format });
    const diagnostics = [
      ...found,
      ...(await webhookSecretWarnings(request.ports, parsed, 'sandbox', { source, format })),
    ];
    const { plan, forecast } = compilations.template;
    const shown = { flow, plan, forecast, graph: graphOf({ flow: parsed }), diagnostics };
    if (request.query.dryRun === 'true') return { status: 200, body: { ...shown, asl: compilations.template.asl } };
    const answer = await invokePublishFlow({ source, format, actor: request.actor });
    if (answer.refused !== undefined)
      throw new SluiceError(answer.refused.code, answer.refused.message, {
        status: answer.refused.status,
        details: answer.refused.details,
      });
    if (answer.published === undefined) throw new InvokeError('publish-flow answered nothing.');
    diagnostics.push(...syncWarnings(flow, answer.synced));
    return { status: 201, body: { ...shown, version: answer.published.version } };
  },
};
