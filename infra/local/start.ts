import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { publishSamples, startFirstRun } from './publish-samples.ts';
import { startCloud } from './start-cloud.ts';
import { synthesized } from './synthesized.ts';

// What `npm start` runs: the synthesized template, served on this machine.
const dataDir = resolve(process.env.SLUICE_DATA ?? '.sluice');
const first = !existsSync(join(dataDir, 'table.sqlite'));
mkdirSync(dataDir, { recursive: true });
const { template, assets, files } = await synthesized();
const onError = (error: unknown) =>
  appendFileSync(
    join(dataDir, 'errors.log'),
    `${new Date().toISOString()} ${error instanceof Error ? error.stack : String(error)}\n`,
  );
const cloud = await startCloud({
  port: Number(process.env.SLUICE_PORT ?? 4600),
  awsPort: Number(process.env.SLUICE_AWS_PORT ?? 4566),
  dataDir,
  template,
  assets,
  files,
  onError,
});
await publishSamples(cloud);
if (first)
  console.log(`A payment waits for your approval: ${cloud.url}/_local/mail (run ${await startFirstRun(cloud)})`);
console.log(`Sluice is ready: ${cloud.url}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void cloud.close().then(() => process.exit(0)));
