import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { FunctionName } from './function-names.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Packages in CommonJS ask for `require`, which an ES module does not have. */
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** Bundles functions, each into a folder of its own with one `index.mjs`, the SDK included: what runs is what was tested. */
export async function bundleFunctions(names: readonly FunctionName[], outdir: string): Promise<Record<string, string>> {
  const folders = await Promise.all(
    names.map(async (name) => {
      const entry = join(root, 'functions', name, 'handler.ts');
      if (!existsSync(entry)) throw new Error(`The function ${name} has no ${join('functions', name, 'handler.ts')}.`);
      const folder = join(outdir, name);
      await build({
        entryPoints: [entry],
        outfile: join(folder, 'index.mjs'),
        bundle: true,
        format: 'esm',
        platform: 'node',
        target: 'node24',
        mainFields: ['module', 'main'],
        banner: { js: banner },
        // A stack trace is read in the bundle itself, which names each module: maps would be twice its size.
        sourcemap: false,
        minify: false,
        legalComments: 'none',
        logLevel: 'error',
      });
      return [name, folder] as const;
    }),
  );
  return Object.fromEntries(folders);
}
