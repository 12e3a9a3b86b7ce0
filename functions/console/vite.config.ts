import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The console, built into `dist` (or the folder that the caller names) as files with hashed names. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2024', sourcemap: false, modulePreload: { polyfill: false } },
});
