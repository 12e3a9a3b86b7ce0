import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import file from '@size-limit/file';
import sizeLimit from 'size-limit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeConsole } from '../../../infra/aws/build-console.ts';

/** What vite says of a file that it made (https://vite.dev/guide/backend-integration). */
interface Made {
  file: string;
  imports?: string[];
  css?: string[];
}

describe('what a browser fetches, compressed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-console-'));
  let manifest: Record<string, Made>;
  beforeAll(async () => {
    await makeConsole(folder, 'made.json');
    manifest = JSON.parse(readFileSync(join(folder, 'made.json'), 'utf8')) as Record<string, Made>;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The files that a module needs before it runs. */
  function filesOf(name: string, seen = new Set<string>()): Set<string> {
    const made = manifest[name];
    if (made === undefined) throw new Error(`Nothing was made of ${name}: ${Object.keys(manifest).join(', ')}`);
    if (seen.has(made.file)) return seen;
    seen.add(made.file);
    for (const style of made.css ?? []) seen.add(style);
    for (const each of made.imports ?? []) filesOf(each, seen);
    return seen;
  }
  /** Kilobytes of 1,024 bytes. */
  async function kilobytes(files: Iterable<string>): Promise<number> {
    const paths = [...files].map((each) => join(folder, each));
    const [measured] = (await sizeLimit([file], { checks: [{ files: paths, gzip: true }] })) as { size: number }[];
    return (measured?.size ?? Number.NaN) / 1_024;
  }
  const shell = 'index.html';
  const canvas = 'src/canvas/flow-canvas.tsx';

  // CONSOLE.md §3; each part without what the page that loads it has already.
  it.each([
    { part: 'the shell', of: shell, has: [], most: 230 },
    { part: 'the canvas', of: canvas, has: [shell], most: 75 },
    {
      part: 'the editor',
      of: 'src/pages/editor/text/text-editor.tsx',
      has: [shell, 'src/pages/editor/editor-page.tsx', canvas],
      most: 100,
    },
    {
      part: 'the comparison of two texts',
      of: 'src/pages/flow/compare/text-diff.tsx',
      has: [shell, 'src/pages/flow/compare-page.tsx', canvas],
      most: 100,
    },
    {
      part: 'the run dialog',
      of: 'src/pages/flow/run-dialog/run-dialog.tsx',
      has: [shell, 'src/pages/flow/flow-page.tsx'],
      most: 110,
    },
  ])('$part has $most KB at most', async ({ part, of, has, most }) => {
    const known = new Set(has.flatMap((each) => [...filesOf(each)]));
    const size = await kilobytes([...filesOf(of)].filter((each) => !known.has(each)));
    console.log(`${part}: ${size.toFixed(1)} KB of ${most}`);
    expect(size).toBeLessThanOrEqual(most);
  });

  it('the letters have 52 KB at most', async () => {
    const fonts = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.woff2'));
    const size = await kilobytes(fonts.map((name) => `assets/${name}`));
    console.log(`the letters: ${size.toFixed(1)} KB of 52`);
    expect(size).toBeLessThanOrEqual(52);
  });
});
