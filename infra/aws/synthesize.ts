import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildConsole } from './build-console.ts';
import { bundleFunctions } from './bundle.ts';
import { checkApp } from './checks.ts';
import { functionNames } from './function-names.ts';
import { SluiceStack } from './sluice-stack.ts';
import type { Template } from './template.ts';

/** A synthesized deployment. */
export interface Synthesized {
  template: Template;
  /** The folder with each function's bundle by the function's logical id. */
  assets: Record<string, string>;
  /** The folder of each archive of files by the key of its object. */
  files: Record<string, string>;
}

export interface SynthesisOptions {
  /** Makes the functions' bundles in a folder; tests of the template give their own. */
  bundle?: (outdir: string) => Promise<Record<string, string>>;
  /** Folder of a console that is built already. */
  console?: string;
  /** Whether findings of cdk-nag fail the synthesis. */
  checks?: boolean;
}

/** Synthesizes the CDK app into a folder. */
export async function synthesize(outdir: string, options: SynthesisOptions = {}): Promise<Synthesized> {
  const { bundle = (folder) => bundleFunctions(functionNames, folder) } = options;
  const [bundles, console] = await Promise.all([bundle(join(outdir, 'bundles')), options.console ?? buildConsole()]);
  const app = new App({ outdir: join(outdir, 'assembly'), analyticsReporting: false });
  const stack = new SluiceStack(app, 'Sluice', { bundles, console });
  if (options.checks === true) checkApp(app);
  const assembly = app.synth();
  const template: Template = assembly.getStackArtifact(stack.artifactId).template;
  const manifest = JSON.parse(readFileSync(join(assembly.directory, 'Sluice.assets.json'), 'utf8')) as {
    files: Record<string, { source: { path: string } }>;
  };
  const pathOf = (key: string | undefined) => {
    const path = manifest.files[key?.split('.')[0] ?? '']?.source.path;
    return path === undefined ? [] : [join(assembly.directory, path)];
  };
  const assets: Record<string, string> = {};
  const files: Record<string, string> = {};
  for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
    const { S3Key } = (Properties?.Code ?? {}) as { S3Key?: string };
    if (Type === 'AWS::Lambda::Function') for (const path of pathOf(S3Key)) assets[id] = path;
    const { SourceObjectKeys = [] } = (Properties ?? {}) as { SourceObjectKeys?: string[] };
    for (const key of SourceObjectKeys) for (const path of pathOf(key)) files[key] = path;
  }
  return { template, assets, files };
}
