import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, contentHash } from './content-hash.ts';
import { makeOnce } from './make-once.ts';

const root = fileURLToPath(new URL('../../functions/console', import.meta.url));

/** Builds the console with vite, unless nothing of it changed since the last time; answers the folder with its files. */
export async function buildConsole(): Promise<string> {
  const folder = join(cacheFolder, `console-${contentHash('functions/console', 'shared')}`);
  await makeOnce(folder, async (outDir) => {
    const { build } = await import('vite');
    await build({
      root,
      configFile: join(root, 'vite.config.ts'),
      logLevel: 'error',
      build: { outDir, emptyOutDir: true },
    });
  });
  return folder;
}
