import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, contentHash } from '../aws/content-hash.ts';
import { makeOnce } from '../aws/make-once.ts';
import type { Synthesized } from '../aws/synthesize.ts';

/** The synthesized deployment, made anew only when something of it changed since the last time. */
export async function synthesized(): Promise<Synthesized> {
  const folder = join(cacheFolder, contentHash('infra/aws', 'functions', 'shared'));
  const result = 'synthesized.json';
  await makeOnce(folder, async (making) => {
    const { synthesize } = await import('../aws/synthesize.ts');
    const made = await synthesize(making);
    // The bundles lie in the assembly too, beside archives that only CloudFormation reads.
    rmSync(join(making, 'bundles'), { recursive: true });
    const served = new Set([...Object.values(made.assets), ...Object.values(made.files)]);
    const assembly = join(making, 'assembly');
    for (const name of readdirSync(assembly))
      if (name.startsWith('asset.') && !served.has(join(assembly, name)))
        rmSync(join(assembly, name), { recursive: true });
    writeFileSync(join(making, result), JSON.stringify(made).replaceAll(making, folder));
  });
  return JSON.parse(readFileSync(join(folder, result), 'utf8')) as Synthesized;
}
