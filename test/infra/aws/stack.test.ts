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
  Resource: unknown;
}

let resources: Record<string, Resource>;
const of = (type: string) => Object.entries(resources).filter(([, resource]) => resource.Type === type);

beforeAll(async () => {
  const { template } = await synthesize(
    mkdtempSync(join(tmpdir(), 'sluice-synth-')),
    async (folder) =>
      Object.fromEntries(
        functionNames.map((name) => {
          mkdirSync(join(folder, name), { recursive: true });
          writeFileSync(join(folder, name, 'index.mjs'), `export const handler = async () => '${name}';`);
          return [name, join(folder, name)];
        }),
      ),
    // Synthesis throws on any finding of cdk-nag that is not accepted with its reason.
    { checks: true },
  );
  resources = template.Resources as Record<string, Resource>;
});

const statements = (resource: Resource): Statement[] =>
  ((resource.Properties.Policies ?? []) as { PolicyDocument: { Statement: Statement[] } }[]).flatMap(
    (policy) => policy.PolicyDocument.Statement,
  );

describe('the stack', () => {
  it('gives every function a role of its own, an alias, a log that ends, and Node 24', () => {
    expect(of('AWS::Lambda::Function')).toHaveLength(functionNames.length);
    expect(of('AWS::Lambda::Alias')).toHaveLength(functionNames.length);
    expect(of('AWS::Logs::LogGroup').every(([, log]) => log.Properties.RetentionInDays === 30)).toBe(true);
    expect(new Set(of('AWS::Lambda::Function').map(([, each]) => JSON.stringify(each.Properties.Role))).size).toBe(
      functionNames.length,
    );
    expect(of('AWS::Lambda::Function').every(([, each]) => each.Properties.Runtime === 'nodejs24.x')).toBe(true);
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

  it('asks for a token on every route but approval pages and the two public documents', () => {
    const open = of('AWS::ApiGatewayV2::Route').flatMap(([, route]) =>
      route.Properties.AuthorizationType === 'JWT' ? [] : [route.Properties.RouteKey],
    );
    expect(open.sort()).toEqual([
      'GET /a/{token}',
      'GET /v1/flow.schema.json',
      'GET /v1/openapi.json',
      'HEAD /a/{token}',
      'POST /a/{token}',
      'POST /hooks/{flow}/{key}',
    ]);
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
});
