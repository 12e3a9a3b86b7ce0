import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from '../../infra/aws/template.ts';
import { publishSamples } from '../../infra/local/publish-samples.ts';
import { startCloud } from '../../infra/local/start-cloud.ts';
import { synthesized } from '../../infra/local/synthesized.ts';

/** The embedded cloud on free ports and a data folder of its own. */
export interface TestCloud {
  url: string;
  awsUrl: string;
  dataDir: string;
  refusals(): readonly string[];
  errors: unknown[];
  advance(milliseconds: number): void;
  /** Stops it, and leaves what it kept. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export async function startTestCloud({
  changeTemplate = (template) => template,
  samples = true,
  dataDir = mkdtempSync(join(tmpdir(), 'sluice-cloud-')),
}: {
  changeTemplate?: (template: Template) => Template;
  /** False when the test needs none of the sample flows. */
  samples?: boolean;
  /** Of a cloud that was stopped, which goes on here. */
  dataDir?: string;
} = {}): Promise<TestCloud> {
  const { template, assets, files } = await synthesized();
  const errors: unknown[] = [];
  const cloud = await startCloud({
    port: 0,
    awsPort: 0,
    dataDir,
    template: changeTemplate(template),
    assets,
    files,
    onError: (error) => errors.push(error),
  });
  if (samples) await publishSamples(cloud);
  return {
    url: cloud.url,
    awsUrl: cloud.awsUrl,
    dataDir,
    refusals: () => cloud.refusals,
    errors,
    advance: (milliseconds) => cloud.advance(milliseconds),
    stop: () => cloud.close(),
    async close() {
      await cloud.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
