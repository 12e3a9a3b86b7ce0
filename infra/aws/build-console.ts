import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, contentHash } from './content-hash.ts';
import { makeOnce } from './make-once.ts';

const root = fileURLToPath(new URL('../../functions/console', import.meta.url));

/**
 * Builds the console into a folder; `manifest` is the name of a file there that says what was made of what. Always as it is deployed:
 * under a runner of tests, which sets NODE_ENV, vite would build what is meant for development.
 */
export async function makeConsole(outDir: string, manifest: string | false = false): Promise<void> {
  const { build } = await import('vite');
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    await build({
      root,
      configFile: join(root, 'vite.config.ts'),
      logLevel: 'error',
      build: { outDir, emptyOutDir: true, manifest },
    });
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}

/** Builds the console with vite, unless nothing of it changed since the last time; answers the folder with its files. */
export async function buildConsole(): Promise<string> {
  const folder = join(cacheFolder, `console-${contentHash('functions/console', 'shared')}`);
  await makeOnce(folder, makeConsole);
  return folder;
}
