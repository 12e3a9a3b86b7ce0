import { ofType } from '../deployment/account.ts';
import type { Resource } from '../template/evaluate-template.ts';

/** One stage of a WebSocket API of the template. */
export interface SocketStage {
  api: string;
  stage: string;
  /** The expression that finds a message's route. */
  expression: string;
  /** Functions by route key. */
  routes: ReadonlyMap<string, string>;
}

const text = (value: unknown) => String(value ?? '');

/** The stages of the template's WebSocket APIs, with what their routes call. */
export function socketStagesOf(resources: Resource[]): SocketStage[] {
  const integrations = new Map(
    ofType(resources, 'AWS::ApiGatewayV2::Integration').map(({ id, properties }) => [
      `integrations/${id}`,
      /\/functions\/(.+)\/invocations$/.exec(text(properties.IntegrationUri))?.[1] ?? '',
    ]),
  );
  const of = (type: string, api: string) =>
    ofType(resources, type).filter(({ properties }) => properties.ApiId === api);
  return ofType(resources, 'AWS::ApiGatewayV2::Api')
    .filter(({ properties }) => properties.ProtocolType === 'WEBSOCKET')
    .flatMap(({ id: api, properties }) => {
      const routes = new Map(
        of('AWS::ApiGatewayV2::Route', api).map((route) => [
          text(route.properties.RouteKey),
          integrations.get(text(route.properties.Target)) ?? '',
        ]),
      );
      return of('AWS::ApiGatewayV2::Stage', api).map((stage) => ({
        api,
        stage: text(stage.properties.StageName),
        expression: text(properties.RouteSelectionExpression),
        routes,
      }));
    });
}
