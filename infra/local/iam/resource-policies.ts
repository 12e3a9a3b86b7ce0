import type { Resource } from '../template/evaluate-template.ts';
import { AccessDenied } from './authorizer.ts';
import { fits, isAllowed, type Statement } from './evaluate-policy.ts';

type PrincipalStatement = Statement & { Principal?: { Service?: string | string[]; AWS?: string | string[] } | '*' };

/** What the resources themselves allow: permissions of functions, policies of queues. Services act under these and under no role. */
export class ResourcePolicies {
  readonly refusals: string[];
  readonly #permissions: { functionArn: string; principal: string; sourceArn?: string }[];
  readonly #queues: PrincipalStatement[];
  readonly #buckets: PrincipalStatement[];

  constructor(resources: Resource[], refusals: string[]) {
    this.refusals = refusals;
    this.#permissions = resources
      .filter(({ type }) => type === 'AWS::Lambda::Permission')
      .map(({ properties }) => ({
        functionArn: String(properties.FunctionName),
        principal: String(properties.Principal),
        ...(properties.SourceArn === undefined ? {} : { sourceArn: String(properties.SourceArn) }),
      }));
    const statements = (policies: string) =>
      resources
        .filter(({ type }) => type === policies)
        .flatMap(({ properties }) => (properties.PolicyDocument as { Statement: PrincipalStatement[] }).Statement);
    this.#queues = statements('AWS::SQS::QueuePolicy');
    this.#buckets = statements('AWS::S3::BucketPolicy');
  }

  /** Throws AccessDenied unless a permission of the function lets this service call it for this source. */
  authorizeInvoke(functionArn: string, service: string, sourceArn: string): void {
    const allowed = this.#permissions.some(
      (each) =>
        each.functionArn === functionArn &&
        each.principal === service &&
        (each.sourceArn === undefined || fits(each.sourceArn, sourceArn)),
    );
    if (!allowed) this.#refuse(service, 'lambda:InvokeFunction', functionArn, sourceArn);
  }

  /** Throws AccessDenied unless the queue's policy lets this service send to it for this source. */
  authorizeSend(queueArn: string, service: string, sourceArn: string): void {
    this.#authorize(this.#queues, 'sqs:SendMessage', queueArn, service, sourceArn);
  }

  /** Throws AccessDenied unless the bucket's policy lets this service read the object for this source. */
  authorizeRead(objectArn: string, service: string, sourceArn: string): void {
    this.#authorize(this.#buckets, 's3:GetObject', objectArn, service, sourceArn);
  }

  #authorize(
    statements: PrincipalStatement[],
    action: string,
    resource: string,
    service: string,
    sourceArn: string,
  ): void {
    const named = statements.filter(({ Principal }) =>
      Principal === '*' || Principal === undefined
        ? true
        : Principal.AWS === '*' || [Principal.Service ?? []].flat().includes(service),
    );
    const context = { 'aws:SourceArn': sourceArn, 'aws:SecureTransport': 'true' };
    if (!isAllowed(named, { action, resource, context })) this.#refuse(service, action, resource, sourceArn);
  }

  #refuse(service: string, action: string, resource: string, source: string): never {
    const message = `${service} is not authorized to perform: ${action} on resource: ${resource} for ${source} because no resource-based policy allows the ${action} action`;
    this.refusals.push(message);
    throw new AccessDenied(message);
  }
}
