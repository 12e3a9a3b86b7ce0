import { Stack } from 'aws-cdk-lib';
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { accept } from './checks.ts';
import type { SluiceFunction } from './functions.ts';

/** Connections and messages per second that a deployment takes in all, and at once: a bound on cost. */
const throttle = { rateLimit: 200, burstLimit: 400 };

/** The WebSocket API by which the console hears at once that a run moved. */
export class Realtime extends Construct {
  readonly api: WebSocketApi;
  readonly stageName = 'live';
  /** What clients connect to. */
  readonly url: string;
  /** What a function that sends messages must know. */
  readonly environment: Record<string, string>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.api = new WebSocketApi(this, 'Api', {
      description: 'Sluice: which run moved',
      routeSelectionExpression: '$request.body.action',
    });
    const stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: this.api,
      stageName: this.stageName,
      autoDeploy: true,
      throttle,
    });
    this.url = stage.url;
    this.environment = { SLUICE_SOCKETS: stage.callbackUrl };
    accept(this, {
      'AwsSolutions::AwsSolutions-APIG1': 'Connections come and go with every page; the function logs what it refuses.',
      'Serverless::Serverless-APIGWAccessLogging':
        'Connections come and go with every page; the function logs what it refuses.',
      'AwsSolutions::AwsSolutions-APIG4':
        'A browser sends no headers with a WebSocket: the first message brings the token, and until then a connection is told nothing.',
    });
  }

  /** Adds the routes; apart, because the function names the pool, and what sends messages is made before it. */
  connect(realtime: SluiceFunction): void {
    for (const route of ['$connect', '$disconnect', 'subscribe'])
      this.api.addRoute(route, { integration: new WebSocketLambdaIntegration(`On${route}`, realtime.alias) });
  }

  /** May send to connections of this stage, or close them (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html). */
  mayManage(...methods: ('POST' | 'DELETE')[]): PolicyStatement {
    const { partition, region, account } = Stack.of(this);
    return new PolicyStatement({
      actions: ['execute-api:ManageConnections'],
      resources: methods.map(
        (method) =>
          `arn:${partition}:execute-api:${region}:${account}:${this.api.apiId}/${this.stageName}/${method}/@connections/*`,
      ),
    });
  }
}
