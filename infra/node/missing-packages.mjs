import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Names what package-lock.json asks for and node_modules does not hold in that version. npm keeps what it installed in
 * node_modules/.package-lock.json (https://docs.npmjs.com/cli/configuring-npm/package-lock-json#hidden-lockfiles).
 * Optional packages of other platforms are never installed, so an absent optional one does not count.
 */
export function missingPackages(root) {
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const hidden = join(root, 'node_modules', '.package-lock.json');
  const installed = existsSync(hidden) ? JSON.parse(readFileSync(hidden, 'utf8')).packages : {};
  return Object.entries(wanted)
    .filter(([path, want]) => {
      if (path === '') return false;
      const have = installed[path];
      if (have === undefined) return !(want.optional || want.devOptional || want.peer);
      return have.version !== want.version || !existsSync(join(root, path));
    })
    .map(([path, want]) => `${path.replace(/^.*node_modules\//, '')}@${want.version}`);
}
