import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where what was made of sources is kept until they change. */
export const cacheFolder: string = join(root, 'node_modules', '.cache', 'sluice');

/** Folders in which things are made, of which nothing is made. */
const made = new Set(['dist', 'node_modules']);

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) yield path;
    else if (!made.has(entry.name)) yield* filesBelow(path);
  }
}

/** A short name for the content of folders of this repository, and of the packages that it asks for. */
export function contentHash(...folders: string[]): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const folder of folders)
    for (const file of filesBelow(join(root, folder))) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 20);
}
