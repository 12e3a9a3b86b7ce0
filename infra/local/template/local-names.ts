import { issuerPath } from '../identity/issuer-path.ts';
import { managementPath, socketPath } from '../websocket-api/paths.ts';
import type { Names } from './evaluate-template.ts';

type Naming = { ref: string; attributes?: Record<string, string> };

/** Names and ARNs of the template's resources on this machine: made from the logical ids, so the same at every start. */
export function localNames(options: {
  region: string;
  accountId: string;
  url: string;
  awsUrl: string;
  parameters: Record<string, string>;
}): Names {
  const { region, accountId, url, awsUrl } = options;
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${accountId}:${rest}`;
  const name = (id: string) => id.toLowerCase();
  const namings: Record<string, (id: string, properties: Record<string, unknown>) => Naming> = {
    'AWS::DynamoDB::Table': (id) => ({
      ref: id,
      attributes: { Arn: arn('dynamodb', `table/${id}`), StreamArn: arn('dynamodb', `table/${id}/stream/local`) },
    }),
    'AWS::S3::Bucket': (id) => ({
      ref: name(id),
      attributes: { Arn: `arn:aws:s3:::${name(id)}`, RegionalDomainName: `${name(id)}.s3.${region}.amazonaws.com` },
    }),
    'AWS::S3::BucketPolicy': (id) => ({ ref: id }),
    'AWS::SecretsManager::Secret': (id) => ({ ref: arn('secretsmanager', `secret:${id}`) }),
    'AWS::Logs::LogGroup': (id) => ({ ref: id, attributes: { Arn: `${arn('logs', `log-group:${id}`)}:*` } }),
    'AWS::IAM::Role': (id) => ({ ref: id, attributes: { Arn: `arn:aws:iam::${accountId}:role/${id}` } }),
    'AWS::Lambda::Function': (id) => ({ ref: id, attributes: { Arn: arn('lambda', `function:${id}`) } }),
    'AWS::Lambda::Version': (id) => ({ ref: id, attributes: { Version: '1' } }),
    'AWS::Lambda::LayerVersion': (id) => ({ ref: arn('lambda', `layer:${id}:1`) }),
    'AWS::Lambda::Alias': (id) => ({
      ref: arn('lambda', `function:${id}:live`),
      attributes: { AliasArn: arn('lambda', `function:${id}:live`) },
    }),
    'AWS::Lambda::Permission': (id) => ({ ref: id }),
    'AWS::Scheduler::ScheduleGroup': (id, { Name }) => ({ ref: String(Name ?? id) }),
    'AWS::Lambda::EventInvokeConfig': (id) => ({ ref: id }),
    'AWS::Lambda::EventSourceMapping': (id) => ({ ref: id }),
    'AWS::SQS::Queue': (id) => ({
      ref: `${awsUrl}/${accountId}/${id}`,
      attributes: { Arn: arn('sqs', id), QueueName: id },
    }),
    'AWS::SQS::QueuePolicy': (id) => ({ ref: id }),
    'AWS::Events::EventBus': (_id, { Name }) => ({ ref: String(Name) }),
    'AWS::Events::Rule': (id) => ({ ref: id, attributes: { Arn: arn('events', `rule/${id}`) } }),
    'AWS::Cognito::UserPool': (id) => ({
      ref: `${region}_${id}`,
      attributes: {
        Arn: arn('cognito-idp', `userpool/${region}_${id}`),
        ProviderURL: `${url}${issuerPath}`,
      },
    }),
    'AWS::Cognito::UserPoolClient': (id) => ({ ref: id }),
    'AWS::Cognito::UserPoolDomain': (_id, { Domain }) => ({ ref: String(Domain) }),
    'AWS::Cognito::UserPoolGroup': (id) => ({ ref: id }),
    // Scopes are named after it.
    'AWS::Cognito::UserPoolResourceServer': (_id, { Identifier }) => ({ ref: String(Identifier) }),
    'AWS::CloudFront::Distribution': (id) => ({ ref: id, attributes: { DomainName: `${name(id)}.cloudfront.net` } }),
    'AWS::CloudFront::Function': (id) => ({
      ref: id,
      attributes: { FunctionARN: `arn:aws:cloudfront::${accountId}:function/${id}` },
    }),
    'AWS::CloudFront::OriginAccessControl': (id) => ({ ref: id, attributes: { Id: id } }),
    'AWS::CloudFront::ResponseHeadersPolicy': (id) => ({ ref: id }),
    'AWS::ApiGatewayV2::Api': (id) => ({ ref: id, attributes: { ApiEndpoint: url, ApiId: id } }),
    'AWS::ApiGatewayV2::Integration': (id) => ({ ref: id }),
    'AWS::ApiGatewayV2::Route': (id) => ({ ref: id }),
    'AWS::ApiGatewayV2::Authorizer': (id) => ({ ref: id, attributes: { AuthorizerId: id } }),
    'AWS::ApiGatewayV2::Stage': (_id, { StageName }) => ({ ref: String(StageName) }),
  };
  const addresses: [RegExp, string][] = [
    [/wss:\/\/\w+\.execute-api\.[\w-]+\.amazonaws\.com/g, `${url.replace(/^http/, 'ws')}${socketPath}`],
    [/https:\/\/\w+\.cloudfront\.net/g, url],
    [/https:\/\/[^/.]*\.auth\.[\w-]+\.amazoncognito\.com/g, `${url}${issuerPath}`],
    [/https:\/\/(\w+)\.execute-api\.[\w-]+\.amazonaws\.com/g, `${awsUrl}${managementPath}/$1`],
  ];
  const naming = (id: string, type: string, properties: Record<string, unknown> = {}): Naming => {
    const make = namings[type];
    if (make === undefined) throw new Error(`The embedded cloud has no resources of type ${type} ("${id}").`);
    return make(id, properties);
  };
  return {
    ...options,
    locate: (text) => addresses.reduce((located, [address, here]) => located.replaceAll(address, here), text),
    ref: (id, type, properties) => naming(id, type, properties).ref,
    attribute(id, type, attribute) {
      const value = naming(id, type).attributes?.[attribute];
      if (value === undefined)
        throw new Error(`The embedded cloud knows no attribute ${attribute} of ${type} ("${id}").`);
      return value;
    },
  };
}
