import { type CfnStage, HttpApi, HttpMethod, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { accept } from './checks.ts';
import type { SluiceFunction } from './functions.ts';
import type { Clients } from './identity.ts';

/** Requests per second that a deployment takes in all, and at once, before it answers 429: a bound on cost. */
const throttling = { throttlingRateLimit: 500, throttlingBurstLimit: 1_000 };

/** The HTTP API: `/v1` behind tokens of the user pool, approval pages behind their links, webhooks behind their keys. */
export class Api extends Construct {
  readonly http: HttpApi;

  constructor(
    scope: Construct,
    id: string,
    functions: { approveByEmail: SluiceFunction; receiveWebhook: SluiceFunction },
  ) {
    super(scope, id);
    this.http = new HttpApi(this, 'Http', { createDefaultStage: false, description: 'Sluice' });
    const stage = new HttpStage(this, 'Stage', { httpApi: this.http, stageName: '$default', autoDeploy: true });
    (stage.node.defaultChild as CfnStage).defaultRouteSettings = throttling;
    accept(this, {
      'AwsSolutions::AwsSolutions-APIG1':
        'Paths hold approval tokens, which are kept out of access logs; the functions log what they did.',
      'Serverless::Serverless-APIGWAccessLogging':
        'Paths hold approval tokens, which are kept out of access logs; the functions log what they did.',
      'AwsSolutions::AwsSolutions-APIG4':
        'Approval pages are authenticated by their link, webhooks by their key and signature, and the OpenAPI document and the schema of the language are public.',
    });
    const page = new HttpLambdaIntegration('Approve', functions.approveByEmail.alias);
    this.http.addRoutes({
      path: '/a/{token}',
      methods: [HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST],
      integration: page,
    });
    this.http.addRoutes({
      path: '/hooks/{flow}/{key}',
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('Hooks', functions.receiveWebhook.alias),
    });
  }

  /** Adds the routes that need a token; apart, because the pool's trigger is a function and functions name this API. */
  protect(api: SluiceFunction, issuer: string, { people, machines }: Clients): void {
    const integration = new HttpLambdaIntegration('Api', api.alias);
    const authorizer = new HttpJwtAuthorizer('Tokens', issuer, {
      jwtAudience: [people.userPoolClientId, machines.userPoolClientId],
    });
    for (const path of ['/v1/openapi.json', '/v1/flow.schema.json'])
      this.http.addRoutes({ path, methods: [HttpMethod.GET], integration });
    this.http.addRoutes({ path: '/v1/{proxy+}', methods: [HttpMethod.ANY], integration, authorizer });
  }
}
