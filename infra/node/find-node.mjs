import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const least = 22;

/** The Node that runs everything: Lambda's version from node_modules, else (on a platform it is not built for) this one from 22 on. */
export function findNode(root) {
  const packaged = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(packaged) && spawnSync(packaged, ['--version']).status === 0) return packaged;
  if (Number(process.versions.node.split('.')[0]) >= least) {
    console.error(
      `No packaged Node 24 for ${process.platform}-${process.arch}: using Node ${process.versions.node} instead.`,
    );
    return process.execPath;
  }
  console.error(
    `Sluice runs on Lambda's Node 24, which npm could not install for ${process.platform}-${process.arch}, and this is Node ${process.versions.node}. ` +
      `Install Node ${least} or newer (https://nodejs.org) and run the same command again.`,
  );
  process.exit(1);
}
