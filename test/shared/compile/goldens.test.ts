import { readFileSync } from 'node:fs';
import validateStateMachine from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { compileAllModes } from '../../../shared/compile/compile-flow.ts';
import { goldenFiles, goldenFlow, goldenNames } from '../../goldens/goldens.ts';

describe.each(goldenNames)('golden flow %s', (name) => {
  it('compiles to what is committed (npm run goldens writes it anew)', () => {
    for (const [file, text] of Object.entries(goldenFiles(name))) expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it('compiles to machines that asl-validator accepts, in every mode', () => {
    for (const { asl } of Object.values(compileAllModes(goldenFlow(name)))) {
      const { isValid, errorsText } = validateStateMachine(
        JSON.parse(JSON.stringify(asl).replaceAll(/\$\{\w+\}/g, 'arn:aws:lambda:us-east-1:123456789012:function:f')),
      );
      expect(isValid, errorsText()).toBe(true);
    }
  });
});
