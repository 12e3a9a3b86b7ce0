import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildConsole } from './build-console.ts';
import { bundleFunctions } from './bundle.ts';
import { checkApp } from './checks.ts';
import { functionNames } from './function-names.ts';
import { SluiceStack } from './sluice-stack.ts';

// What `cdk synth` and `cdk deploy` run (cdk.json).
const bundles = await bundleFunctions(functionNames, mkdtempSync(join(tmpdir(), 'sluice-bundles-')));
const app = new App();
new SluiceStack(app, 'Sluice', { bundles, console: await buildConsole() });
checkApp(app);
app.synth();
