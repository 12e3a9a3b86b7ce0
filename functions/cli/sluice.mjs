#!/usr/bin/env node
// Runs the command line under the Node that comes with the project, whatever Node the shell has.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packaged = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));
const program = fileURLToPath(new URL('./program.ts', import.meta.url));
const { status } = spawnSync(existsSync(packaged) ? packaged : process.execPath, [program, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status ?? 5);
