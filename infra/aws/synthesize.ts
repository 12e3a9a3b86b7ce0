import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { bundleFunctions } from './bundle.ts';
import { checkApp } from './checks.ts';
import { functionNames } from './function-names.ts';
import { SluiceStack } from './sluice-stack.ts';
import type { Template } from './template.ts';

/** A synthesized deployment: the template, and the folder with each function's bundle by the function's logical id. */
export interface Synthesized {
  template: Template;
  assets: Record<string, string>;
}

/** Synthesizes the CDK app into a folder. `bundle` makes the functions' bundles; tests of the template give their own. */
export async function synthesize(
  outdir: string,
  bundle: (outdir: string) => Promise<Record<string, string>> = (folder) => bundleFunctions(functionNames, folder),
  options: { checks?: boolean } = {},
): Promise<Synthesized> {
  const bundles = await bundle(join(outdir, 'bundles'));
  const app = new App({ outdir: join(outdir, 'assembly'), analyticsReporting: false });
  const stack = new SluiceStack(app, 'Sluice', { bundles });
  if (options.checks === true) checkApp(app);
  const assembly = app.synth();
  const template: Template = assembly.getStackArtifact(stack.artifactId).template;
  const manifest = JSON.parse(readFileSync(join(assembly.directory, 'Sluice.assets.json'), 'utf8')) as {
    files: Record<string, { source: { path: string } }>;
  };
  const assets: Record<string, string> = {};
  for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
    const code = Properties?.Code as { S3Key?: string } | undefined;
    const hash = code?.S3Key?.split('.')[0];
    const path = hash === undefined ? undefined : manifest.files[hash]?.source.path;
    if (Type === 'AWS::Lambda::Function' && path !== undefined) assets[id] = join(assembly.directory, path);
  }
  return { template, assets };
}
