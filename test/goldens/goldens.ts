import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileAllModes } from '../../shared/compile/compile-flow.ts';
import { checkpointModes } from '../../shared/compile/plan.ts';
import type { Flow } from '../../shared/flow/flow.ts';
import { parseFlow } from '../../shared/flow/parse-flow.ts';

/** Where the flows of the goldens lie, and beside them what they compile to. */
export const folder = fileURLToPath(new URL('.', import.meta.url));

/** The names of all golden flows. */
export const goldenNames: readonly string[] = readdirSync(`${folder}flows`)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace(/\.yaml$/, ''));

/** A golden flow, parsed; throws with its diagnostics when it is not valid. */
export function goldenFlow(name: string): Flow {
  const { flow, diagnostics } = parseFlow(readFileSync(`${folder}flows/${name}.yaml`, 'utf8'));
  if (flow === undefined) throw new Error(`${name}: ${JSON.stringify(diagnostics)}`);
  return flow;
}

/** The committed outputs of one flow by file: every stage of the compiler in every mode that differs. */
export function goldenFiles(name: string): Record<string, string> {
  const compilations = compileAllModes(goldenFlow(name));
  const print = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  return Object.fromEntries(
    checkpointModes.flatMap((mode) => (['plan', 'asl', 'forecast'] as const).map((stage) => [`${folder}compiled/${name}.${mode}.${stage}.json`, print(compilations[mode][stage])])),
  );
}
