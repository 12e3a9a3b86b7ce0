import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Synthesized } from '../aws/synthesize.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, 'node_modules', '.cache', 'sluice');

/** Everything that the template and the bundles are made of. */
function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else yield path;
  }
}

/** The synthesized deployment, made anew only when something of it changed since the last time. */
export async function synthesized(): Promise<Synthesized> {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const folder of ['infra/aws', 'functions', 'shared'])
    for (const file of sources(join(root, folder))) hash.update(file.slice(root.length)).update(readFileSync(file));
  const folder = join(cache, hash.digest('hex').slice(0, 20));
  const result = join(folder, 'synthesized.json');
  if (!existsSync(result)) {
    const making = `${folder}.${process.pid}`;
    mkdirSync(making, { recursive: true });
    const { synthesize } = await import('../aws/synthesize.ts');
    const made = await synthesize(making);
    writeFileSync(join(making, 'synthesized.json'), JSON.stringify(made).replaceAll(making, folder));
    try {
      renameSync(making, folder);
    } catch (error) {
      // Another process made the same meanwhile.
      rmSync(making, { recursive: true });
      if (!existsSync(result)) throw error;
    }
  }
  return JSON.parse(readFileSync(result, 'utf8')) as Synthesized;
}
