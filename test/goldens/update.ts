import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { folder, goldenFiles, goldenNames } from './goldens.ts';

// Writes what every golden flow compiles to; the difference is read in review.
rmSync(`${folder}compiled`, { recursive: true, force: true });
mkdirSync(`${folder}compiled`);
for (const name of goldenNames) for (const [file, text] of Object.entries(goldenFiles(name))) writeFileSync(file, text);
console.log(`Wrote what ${goldenNames.length} flows compile to.`);
