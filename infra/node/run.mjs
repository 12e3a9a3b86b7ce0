#!/usr/bin/env node
// Runs a command line under Lambda's Node (24), after installing what package-lock.json asks for and node_modules lacks.
// Plain JavaScript without dependencies, because it is what runs before anything is installed, on any Node from 20.
//   node infra/node/run.mjs "<command line>" [arguments appended to it]
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findNode } from './find-node.mjs';
import { missingPackages } from './missing-packages.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

function install() {
  const missing = missingPackages(root);
  if (missing.length === 0) return;
  const shown = missing.slice(0, 3).join(', ') + (missing.length > 3 ? ` and ${missing.length - 3} more` : '');
  console.error(`Installing what package-lock.json asks for: ${shown}`);
  // Not `npm ci`: it refuses a lockfile written where the registry lacks the optional packages of other platforms.
  const arguments_ = [
    'install',
    '--no-save',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const npm = process.env.npm_execpath;
  const done =
    npm !== undefined && existsSync(npm)
      ? spawnSync(process.execPath, [npm, ...arguments_], { cwd: root, stdio: ['ignore', 2, 2] })
      : spawnSync('npm', arguments_, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (done.status !== 0) {
    console.error(
      `npm install failed (${done.error?.message ?? `exit code ${done.status}`}). Mend what it printed above and run the same command again.`,
    );
    process.exit(1);
  }
}

const quote = (text) => (/^[\w@%+=:,./-]+$/.test(text) ? text : JSON.stringify(text));

install();
const node = findNode(root);
const [command, ...rest] = process.argv.slice(2);
const line = [command, ...rest.map(quote)].join(' ');
const child = spawn(line, {
  cwd: root,
  shell: true,
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
    NODE_OPTIONS: [process.env.NODE_OPTIONS, '--disable-warning=ExperimentalWarning'].filter(Boolean).join(' '),
  },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 130));
