import type { IncomingMessage, ServerResponse } from 'node:http';
import { accountId, ofType } from '../deployment/account.ts';
import { AccessDenied } from '../iam/authorizer.ts';
import { fits } from '../iam/evaluate-policy.ts';
import type { Resource } from '../template/evaluate-template.ts';
import type { DeployedFile } from './deployed-files.ts';
import { securityHeaders } from './security-headers.ts';
import { viewerRequest } from './viewer-request.ts';

type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface Behavior {
  PathPattern?: string;
  TargetOriginId: string;
  AllowedMethods?: string[];
  FunctionAssociations?: { EventType: string; FunctionARN: string }[];
  ResponseHeadersPolicyId?: string;
}

interface Origin {
  Id: string;
  DomainName: string;
  S3OriginConfig?: object;
}

export interface DistributionOptions {
  /** Objects of each bucket by key. */
  files: ReadonlyMap<string, ReadonlyMap<string, DeployedFile>>;
  /** What answers for an origin that is not a bucket: the HTTP API. */
  api: Serve;
  /** Throws AccessDenied unless the policy of the bucket lets the distribution read the object. */
  authorize(objectArn: string, distributionArn: string): void;
}

/** What S3 answers for an object that is not there to somebody who may not list the bucket, and for one that may not be read. */
const denied =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';

/**
 * Serves the template's distribution: its behaviours in order, the functions that they run, buckets and the HTTP API as origins, and the
 * headers that it adds (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-values-specify.html). It caches
 * nothing. Without a distribution, the HTTP API serves every path.
 */
export function createDistribution(resources: Resource[], { files, api, authorize }: DistributionOptions): Serve {
  const [distribution] = ofType(resources, 'AWS::CloudFront::Distribution');
  if (distribution === undefined) return api;
  const { DefaultCacheBehavior, CacheBehaviors, Origins } = distribution.properties.DistributionConfig as {
    DefaultCacheBehavior: Behavior;
    CacheBehaviors?: Behavior[];
    Origins: Origin[];
  };
  const find = (type: string, id: string) => ofType(resources, type).find((each) => each.id === id)?.properties;
  const distributionArn = `arn:aws:cloudfront::${accountId}:distribution/${distribution.id}`;

  const fromBucket = (bucket: string, { FunctionAssociations = [], ResponseHeadersPolicyId }: Behavior): Serve => {
    const added = securityHeaders(find('AWS::CloudFront::ResponseHeadersPolicy', ResponseHeadersPolicyId ?? ''));
    const functions = FunctionAssociations.map(({ EventType, FunctionARN }) => {
      const properties = find('AWS::CloudFront::Function', FunctionARN.split('/').at(-1) ?? '');
      if (EventType !== 'viewer-request' || properties === undefined)
        throw new Error(`The embedded cloud does not know the ${EventType} function ${FunctionARN}.`);
      return viewerRequest(String(properties.FunctionCode));
    });
    const refuse = (response: ServerResponse) =>
      response.writeHead(403, { ...added, 'content-type': 'application/xml' }).end(denied);
    return async (request, response) => {
      const url = functions.reduce(
        (asked, run) => new URL(run(request, asked), asked),
        new URL(request.url ?? '/', 'http://local'),
      );
      const key = url.pathname.slice(1);
      try {
        authorize(`arn:aws:s3:::${bucket}/${key}`, distributionArn);
      } catch (error) {
        if (error instanceof AccessDenied) return void refuse(response);
        throw error;
      }
      const file = files.get(bucket)?.get(key);
      if (file === undefined) return void refuse(response);
      const headers = { ...file.headers, ...added, etag: file.etag };
      if (request.headers['if-none-match'] === file.etag) return void response.writeHead(304, headers).end();
      response
        .writeHead(200, { ...headers, 'content-length': String(file.body.length) })
        .end(request.method === 'HEAD' ? '' : file.body);
    };
  };

  const behaviors = [...(CacheBehaviors ?? []), DefaultCacheBehavior].map((behavior) => {
    const origin = Origins.find(({ Id }) => Id === behavior.TargetOriginId);
    return {
      pattern: behavior.PathPattern ?? '*',
      methods: behavior.AllowedMethods ?? ['GET', 'HEAD'],
      serve: origin?.S3OriginConfig === undefined ? api : fromBucket(origin.DomainName.split('.')[0] ?? '', behavior),
    };
  });
  return async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://local');
    const behavior = behaviors.find(({ pattern }) => fits(pattern, pathname));
    if (behavior?.methods.includes(request.method ?? '') === true) return behavior.serve(request, response);
    response
      .writeHead(403, { 'content-type': 'text/plain' })
      .end('This distribution is not configured to allow the HTTP request method that was used for this request.');
  };
}
