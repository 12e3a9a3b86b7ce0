import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { functionNames } from '../../../infra/aws/function-names.ts';
import { synthesize } from '../../../infra/aws/synthesize.ts';

interface Resource {
  Type: string;
  DeletionPolicy?: string;
  Properties: Record<string, unknown>;
}
interface Statement {
  Action: string | string[];
  Condition?: object;
  Resource: unknown;
}

let resources: Record<string, Resource>;
/** Those of Sluice: without the one by which the CDK puts files into a bucket. */
const functions = () => of('AWS::Lambda::Function').filter(([id]) => !id.startsWith('CustomCDKBucketDeployment'));
const of = (type: string) => Object.entries(resources).filter(([, resource]) => resource.Type === type);

/** Bundles that do nothing: the template names them and never looks inside. */
const emptyBundles = async (folder: string) =>
  Object.fromEntries(
    functionNames.map((name) => {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, 'index.mjs'), `export const handler = async () => '${name}';`);
      return [name, join(folder, name)];
    }),
  );

beforeAll(async () => {
  const outdir = mkdtempSync(join(tmpdir(), 'sluice-synth-'));
  const console = join(outdir, 'console');
  mkdirSync(join(console, 'assets'), { recursive: true });
  writeFileSync(join(console, 'index.html'), '<!doctype html>');
  // Synthesis throws on any finding of cdk-nag that is not accepted with its reason.
  const { template } = await synthesize(outdir, { bundle: emptyBundles, console, checks: true });
  resources = template.Resources as Record<string, Resource>;
});

const statements = (resource: Resource): Statement[] =>
  ((resource.Properties.Policies ?? []) as { PolicyDocument: { Statement: Statement[] } }[]).flatMap(
    (policy) => policy.PolicyDocument.Statement,
  );

describe('the stack', () => {
  it('gives every function a role of its own, an alias, a log that ends, and Node 24', () => {
    expect(functions()).toHaveLength(functionNames.length);
    expect(of('AWS::Lambda::Alias')).toHaveLength(functionNames.length);
    expect(of('AWS::Logs::LogGroup').every(([, log]) => log.Properties.RetentionInDays === 30)).toBe(true);
    expect(new Set(functions().map(([, each]) => JSON.stringify(each.Properties.Role))).size).toBe(
      functionNames.length,
    );
    expect(functions().every(([, each]) => each.Properties.Runtime === 'nodejs24.x')).toBe(true);
  });

  it('has no wildcard action, and wildcard resources only where they are listed here', () => {
    const allowed = [
      /:stateMachine:sluice-\*"/,
      /:execution:sluice-\*:\*"/,
      /\/runs\/\*"/,
      /\/flows\/\*"/,
      /\/index\/\*"/,
      /:identity\/\*"/,
      /:parameter\/sluice\/\*"/,
      /:schedule\/sluice\/\*"/,
      /:rule\/sluice-\*"/,
      /:rule\/Sluice\/sluice-\*"/,
      /:s3:::".*-assets-.*"\/\*"/,
      /"ConsoleFiles\w+","Arn"\]\},"\/\*"/,
      /\/live\/(POST|DELETE)\/@connections\/\*"/,
    ];
    for (const [id, role] of of('AWS::IAM::Role')) {
      for (const { Action, Resource } of statements(role)) {
        expect(
          [Action].flat().some((action) => action.includes('*')),
          `${id}: ${[Action].flat().join()}`,
        ).toBe(false);
        for (const resource of [Resource].flat()) {
          const text = JSON.stringify(resource);
          if (text.includes('*'))
            expect(
              allowed.some((pattern) => pattern.test(text)),
              `${id}: ${text}`,
            ).toBe(true);
        }
      }
    }
  });

  it('lets only publish-flow touch state machines, and only through a passed role', () => {
    const may = (action: string) =>
      of('AWS::IAM::Role').flatMap(([id, role]) =>
        statements(role).some((each) => [each.Action].flat().includes(action)) ? [id] : [],
      );
    for (const action of ['states:CreateStateMachine', 'states:UpdateStateMachine', 'iam:PassRole'])
      expect(may(action)).toEqual(['PublishFlowRole']);
    expect(may('ses:SendEmail')).toEqual(['RelayEventsRole']);
    expect(may('dynamodb:PutItem')).not.toContain('RelayEventsRole');
    expect(may('secretsmanager:GetSecretValue').sort()).toEqual([
      'ApiRole',
      'ApproveByEmailRole',
      'ReceiveWebhookRole',
      'RelayEventsRole',
    ]);
    // The function behind the WebSocket is called before a token was seen: it writes its own rows only.
    for (const [id, role] of of('AWS::IAM::Role').filter(([id]) => /^(Realtime|RelayEvents)Role/.test(id)))
      for (const { Action, Condition } of statements(role))
        if ([Action].flat().some((action) => /^dynamodb:(Put|Delete|Update)Item$/.test(action)))
          expect([id, Condition]).toEqual([
            id,
            { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['SOCKET#*', 'TOPIC#*'] } },
          ]);
    expect(may('execute-api:ManageConnections').sort()).toEqual(['RealtimeRole', 'RelayEventsRole']);
    expect(may('ssm:GetParameters').sort()).toEqual(['ReceiveWebhookRole', 'RunStepRole']);
  });

  it('keeps data: retained, encrypted, recoverable, not deleted by accident', () => {
    const [[, table] = expect.fail()] = of('AWS::DynamoDB::Table');
    expect(table).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        SSESpecification: { SSEEnabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      },
    });
    expect(of('AWS::S3::Bucket')[0]?.[1]).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { PublicAccessBlockConfiguration: { BlockPublicAcls: true } },
    });
  });

  it('asks for a token on every route but approval pages and the two public documents; a WebSocket brings its own', () => {
    const open = of('AWS::ApiGatewayV2::Route').flatMap(([, route]) =>
      route.Properties.AuthorizationType === 'JWT' ? [] : [route.Properties.RouteKey],
    );
    expect(open.sort()).toEqual([
      '$connect',
      '$disconnect',
      'GET /a/{token}',
      'GET /v1/flow.schema.json',
      'GET /v1/openapi.json',
      'HEAD /a/{token}',
      'POST /a/{token}',
      'POST /hooks/{flow}/{key}',
      'subscribe',
    ]);
    for (const [id, { Properties }] of of('AWS::ApiGatewayV2::Stage'))
      expect(Properties, id).toMatchObject({ DefaultRouteSettings: { ThrottlingRateLimit: expect.any(Number) } });
  });

  it('lets rules of flows on both buses start runs and leave behind what could not be delivered', () => {
    expect(of('AWS::Events::EventBus').map(([, bus]) => bus.Properties.Name)).toEqual(['Sluice']);
    const permissions = of('AWS::Lambda::Permission').map(([, each]) => JSON.stringify(each.Properties.SourceArn));
    const queues = of('AWS::SQS::QueuePolicy').map(([, each]) => JSON.stringify(each.Properties.PolicyDocument));
    for (const rules of [':rule/sluice-*"', ':rule/Sluice/sluice-*"']) {
      expect(permissions.some((source) => source?.includes(rules))).toBe(true);
      expect(queues.some((policy) => policy.includes(rules))).toBe(true);
    }
  });

  it('sends what fails for good to a queue, from every asynchronous source', () => {
    const targets = of('AWS::Events::Rule').flatMap(
      ([, rule]) => rule.Properties.Targets as { DeadLetterConfig?: unknown }[],
    );
    expect(targets).toHaveLength(2);
    expect(targets.every((target) => target.DeadLetterConfig !== undefined)).toBe(true);
    expect(of('AWS::Lambda::EventSourceMapping')[0]?.[1].Properties).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: expect.anything() },
    });
  });

  it('serves the console from a private bucket, and the API under the same origin', () => {
    const [[, distribution] = expect.fail()] = of('AWS::CloudFront::Distribution');
    const { DefaultCacheBehavior, CacheBehaviors } = distribution.Properties.DistributionConfig as {
      DefaultCacheBehavior: Record<string, unknown>;
      CacheBehaviors: Record<string, unknown>[];
    };
    expect(DefaultCacheBehavior).toMatchObject({
      ViewerProtocolPolicy: 'redirect-to-https',
      FunctionAssociations: [{ EventType: 'viewer-request' }],
      ResponseHeadersPolicyId: expect.anything(),
    });
    expect(CacheBehaviors.map(({ PathPattern }) => PathPattern)).toEqual(['/v1/*', '/a/*', '/hooks/*']);
    // CachingDisabled and AllViewerExceptHostHeader (CloudFront guide, "Use managed cache policies", "Use managed origin request policies").
    for (const behavior of CacheBehaviors)
      expect(behavior).toMatchObject({
        CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
        OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
        ViewerProtocolPolicy: 'https-only',
      });
    for (const [id, { Properties }] of of('AWS::S3::Bucket'))
      expect(Properties, id).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      });
    const [[, policy] = expect.fail()] = of('AWS::CloudFront::ResponseHeadersPolicy');
    expect(JSON.stringify(policy)).not.toContain('unsafe-eval');
  });

  it('has people come back from the sign-in page to the distribution, and to nowhere else', () => {
    const [[, people] = expect.fail()] = of('AWS::Cognito::UserPoolClient');
    const urls = JSON.stringify([people.Properties.CallbackURLs, people.Properties.LogoutURLs]);
    expect(urls.match(/ConsoleDistribution\w+","DomainName"/g)).toHaveLength(2);
    expect(urls).not.toContain('localhost');
    expect(of('AWS::Cognito::UserPoolDomain')).toHaveLength(1);
    expect(of('AWS::Cognito::ManagedLoginBranding')).toHaveLength(1);
  });
});
