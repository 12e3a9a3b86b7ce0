import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AccessDenied, Authorizer } from '../../../../infra/local/iam/authorizer.ts';
import { fits, isAllowed, type Statement } from '../../../../infra/local/iam/evaluate-policy.ts';

const table = 'arn:aws:dynamodb:us-east-1:1:table/T';
const allow = (Action: string[], Resource: string, Condition?: Statement['Condition']): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});
const authorizer = (...statements: Statement[]) =>
  new Authorizer(new Map([['arn:aws:iam::1:role/R', statements]]), {
    region: 'us-east-1',
    accountId: '1',
    machineOfToken: () => 'arn:aws:states:us-east-1:1:stateMachine:sluice-f',
  });
const call = (service: string, operation: string, input: Record<string, unknown>, path = '/') => ({
  service,
  operation,
  input,
  path,
});
const attempt =
  (statements: Statement[], ...calls: ReturnType<typeof call>[]) =>
  () => {
    for (const each of calls) authorizer(...statements).authorizeCall('arn:aws:iam::1:role/R', each);
  };

describe('IAM', () => {
  it('refuses with role, action and resource, as AWS words it', () => {
    expect(attempt([allow(['dynamodb:GetItem'], table)], call('dynamodb', 'PutItem', { TableName: 'T' }))).toThrow(
      'User: arn:aws:sts::1:assumed-role/R/R is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:us-east-1:1:table/T because no identity-based policy allows the dynamodb:PutItem action',
    );
  });

  it('asks for each item of a transaction', () => {
    const transaction = call('dynamodb', 'TransactWriteItems', {
      TransactItems: [{ Put: { TableName: 'T' } }, { Update: { TableName: 'T' } }],
    });
    expect(attempt([allow(['dynamodb:PutItem', 'dynamodb:UpdateItem'], table)], transaction)).not.toThrow();
    expect(attempt([allow(['dynamodb:PutItem'], table)], transaction)).toThrow(/dynamodb:UpdateItem/);
  });

  it('tells a bus, and the rules on it, from the others', () => {
    const arn = (resource: string) => `arn:aws:events:us-east-1:1:${resource}`;
    const rule = (EventBusName?: string) =>
      call('events', 'PutRule', { Name: 'sluice-f', ...(EventBusName === undefined ? {} : { EventBusName }) });
    const onDefault = allow(['events:PutRule'], arn('rule/sluice-*'));
    const onOwn = allow(['events:PutRule'], arn('rule/Own/sluice-*'));
    expect(attempt([onDefault], rule(), rule('default'))).not.toThrow();
    expect(attempt([onDefault], rule('Own'))).toThrow(/rule\/Own\/sluice-f/);
    expect(attempt([onOwn], rule('Own'), rule(arn('event-bus/Own')))).not.toThrow();
    expect(attempt([onOwn], rule())).toThrow(/rule\/sluice-f/);
    const put = call('events', 'PutEvents', { Entries: [{ EventBusName: 'Own' }, {}] });
    expect(attempt([allow(['events:PutEvents'], arn('event-bus/Own'))], put)).toThrow(/event-bus\/default/);
  });

  it('tells a table from its indexes', () => {
    const query = call('dynamodb', 'Query', { TableName: 'T', IndexName: 'byTime' });
    expect(attempt([allow(['dynamodb:Query'], table)], query)).toThrow(/table\/T\/index\/byTime/);
    expect(attempt([allow(['dynamodb:Query'], `${table}/index/*`)], query)).not.toThrow();
  });

  it('ties writing to the beginning of keys', () => {
    const put = (pk: string) => call('dynamodb', 'PutItem', { TableName: 'T', Item: { pk: { S: pk } } });
    const statement = allow(['dynamodb:PutItem'], table, {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['SOCKET#*', 'TOPIC#*'] },
    });
    expect(attempt([statement], put('TOPIC#all'), put('SOCKET#a='))).not.toThrow();
    expect(attempt([statement], put('RUN#1'))).toThrow(/dynamodb:PutItem/);
  });

  it('tells posting to a connection from closing it, and one stage from another', () => {
    const of = (operation: string, Stage = 'live') =>
      call('execute-api', operation, { ApiId: 'api', Stage, ConnectionId: 'c=' });
    const statement = allow(
      ['execute-api:ManageConnections'],
      'arn:aws:execute-api:us-east-1:1:api/live/POST/@connections/*',
    );
    expect(attempt([statement], of('PostToConnection'))).not.toThrow();
    expect(attempt([statement], of('DeleteConnection'))).toThrow(/api\/live\/DELETE\/@connections\/c=/);
    expect(attempt([statement], of('PostToConnection', 'other'))).toThrow(AccessDenied);
    expect(attempt([statement], of('Unknown'))).toThrow(AccessDenied);
  });

  it('asks to pass the role of a machine, and to publish it', () => {
    const machine = 'arn:aws:states:us-east-1:1:stateMachine:sluice-f';
    const create = call('states', 'CreateStateMachine', { name: 'sluice-f', roleArn: 'arn:role', publish: true });
    const states = allow(['states:CreateStateMachine', 'states:PublishStateMachineVersion'], machine);
    expect(attempt([states], create)).toThrow(/iam:PassRole on resource: arn:role/);
    expect(
      attempt(
        [
          states,
          allow(['iam:PassRole'], 'arn:role', { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } }),
        ],
        create,
      ),
    ).toThrow(/iam:PassRole/);
    expect(
      attempt(
        [
          states,
          allow(['iam:PassRole'], 'arn:role', { StringEquals: { 'iam:PassedToService': 'states.amazonaws.com' } }),
        ],
        create,
      ),
    ).not.toThrow();
  });

  it('starts a version under the name of its machine', () => {
    expect(
      attempt(
        [allow(['states:StartExecution'], 'arn:aws:states:us-east-1:1:stateMachine:sluice-*')],
        call('states', 'StartExecution', { stateMachineArn: 'arn:aws:states:us-east-1:1:stateMachine:sluice-f:7' }),
      ),
    ).not.toThrow();
  });

  it('ties sending to the sender', () => {
    const send = (from: string) => call('ses', 'SendEmail', { FromEmailAddress: from });
    const statement = allow(['ses:SendEmail'], 'arn:aws:ses:us-east-1:1:identity/*', {
      StringEquals: { 'ses:FromAddress': 'a@b.c' },
    });
    expect(attempt([statement], send('a@b.c'))).not.toThrow();
    expect(attempt([statement], send('x@b.c'))).toThrow(AccessDenied);
  });

  it('refuses operations and conditions that it does not know', () => {
    expect(attempt([allow(['*'], '*')], call('dynamodb', 'DropEverything', {}))).toThrow(/DropEverything/);
    expect(
      attempt([allow(['s3:GetObject'], '*', { DateLessThan: { x: 'y' } })], call('s3', 'GET', {}, '/b/k')),
    ).toThrow(/DateLessThan/);
  });

  it('a deny wins over any allow', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('Allow' as const, 'Deny' as const)), (effects) => {
        const statements = effects.map((Effect) => ({ Effect, Action: 's3:*', Resource: '*' }));
        expect(isAllowed(statements, { action: 's3:GetObject', resource: 'arn' })).toBe(
          effects.includes('Allow') && !effects.includes('Deny'),
        );
      }),
    );
  });

  it('matches patterns as text, whatever letters are in them', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(fits(a.replaceAll(/[*?]/g, ''), a.replaceAll(/[*?]/g, ''))).toBe(true);
        expect(fits(`${a.replaceAll(/[*?]/g, '')}*`, a.replaceAll(/[*?]/g, '') + b)).toBe(true);
      }),
    );
  });
});
