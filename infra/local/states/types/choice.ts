import { evaluateAs } from '../evaluate.ts';
import type { StateType } from '../frame.ts';
import type { StateDefinition } from '../model.ts';
import { StatesError } from '../states-error.ts';

/** Choice takes the first rule whose Condition is true, else Default (States Language, "Choice State"). */
export const choice: StateType = {
  async enter(frame) {
    const rules = frame.state.Choices as (StateDefinition & { Condition: unknown; Next: string })[];
    for (const [index, rule] of rules.entries()) {
      const place = `Choices[${index}]`;
      const chosen = await evaluateAs<boolean>('boolean', rule.Condition, `${place}/Condition`, frame.bindings());
      if (chosen) return frame.leave({ next: rule.Next, output: frame.thread.input, fields: rule, place: `${place}/` });
    }
    if (typeof frame.state.Default !== 'string')
      throw new StatesError(
        'States.NoChoiceMatched',
        `The state '${frame.thread.state}' has no matching choice and no Default.`,
      );
    return frame.leave({ next: frame.state.Default, output: frame.thread.input });
  },
};
