import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { ofType } from '../deployment/account.ts';
import { fits } from '../iam/evaluate-policy.ts';
import type { Resource } from '../template/evaluate-template.ts';

/** An object of a bucket, as S3 answers it. */
export interface DeployedFile {
  body: Buffer;
  etag: string;
  headers: Record<string, string>;
}

const types: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.ico': 'image/vnd.microsoft.icon',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) yield* filesBelow(join(folder, entry.name));
    else yield join(folder, entry.name);
}

interface Deployment {
  SourceObjectKeys: string[];
  SourceMarkers?: Record<string, unknown>[];
  SourceMarkersConfig?: { jsonEscape?: boolean }[];
  DestinationBucketName: string;
  Exclude?: string[];
  Include?: string[];
  SystemMetadata?: Record<string, string>;
}

/**
 * What the template's bucket deployments put into buckets: the files of their archives, filtered as the AWS CLI does, with the values of
 * the template where the archive has markers
 * (https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_s3_deployment-readme.html). Answers the objects of each bucket by key.
 */
export function deployedFiles(
  resources: Resource[],
  archives: Record<string, string>,
  /** Makes addresses of AWS in a text those of this machine. */
  locate: (text: string) => string,
): Map<string, Map<string, DeployedFile>> {
  const buckets = new Map<string, Map<string, DeployedFile>>();
  for (const { id, properties } of ofType(resources, 'Custom::CDKBucketDeployment')) {
    const deployment = properties as Record<string, unknown> & Deployment;
    const { Exclude = [], Include = [], SystemMetadata = {} } = deployment;
    const objects = buckets.get(deployment.DestinationBucketName) ?? new Map<string, DeployedFile>();
    buckets.set(deployment.DestinationBucketName, objects);
    for (const [index, archive] of deployment.SourceObjectKeys.entries()) {
      const folder = archives[archive];
      if (folder === undefined) throw new Error(`There is no folder of the files that ${id} deploys.`);
      const markers = Object.entries(deployment.SourceMarkers?.[index] ?? {});
      const escaped = deployment.SourceMarkersConfig?.[index]?.jsonEscape === true;
      const fill = (text: string) =>
        locate(
          markers.reduce(
            (filled, [marker, value]) =>
              filled.replaceAll(marker, () => (escaped ? JSON.stringify(String(value)).slice(1, -1) : String(value))),
            text,
          ),
        );
      for (const path of filesBelow(folder)) {
        const key = relative(folder, path).split(sep).join('/');
        if (Exclude.some((each) => fits(each, key)) && !Include.some((each) => fits(each, key))) continue;
        const read = readFileSync(path);
        const body = markers.length === 0 ? read : Buffer.from(fill(read.toString('utf8')));
        objects.set(key, {
          body,
          etag: `"${createHash('md5').update(body).digest('hex')}"`,
          headers: { 'content-type': types[extname(key)] ?? 'binary/octet-stream', ...SystemMetadata },
        });
      }
    }
  }
  return buckets;
}
