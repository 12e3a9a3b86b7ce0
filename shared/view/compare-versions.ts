import { createTwoFilesPatch } from 'diff';
import type { Flow } from '../flow/flow.ts';

/** Two versions side by side: what became of the steps and the settings, and the difference of their texts. */
export interface Comparison {
  steps: { added: string[]; removed: string[]; changed: { id: string; fields: string[] }[] };
  /** Names of settings that differ: title, params, limits, schedules, … */
  settings: string[];
  /** A unified diff of the sources. */
  diff: string;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** Names of the members in which two records differ. */
function differing(one: object, other: object): string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => !same(Reflect.get(one, name), Reflect.get(other, name))).sort();
}

/** Compares two versions of a flow. */
export function compareVersions(
  from: { flow: Flow; version: number; source: string },
  to: { flow: Flow; version: number; source: string },
): Comparison {
  const { steps: before, ...settingsBefore } = from.flow;
  const { steps: after, ...settingsAfter } = to.flow;
  const ids = (steps: Flow['steps']) => steps.map((step) => step.id);
  return {
    steps: {
      added: ids(after).filter((id) => !ids(before).includes(id)),
      removed: ids(before).filter((id) => !ids(after).includes(id)),
      changed: after.flatMap((step) => {
        const known = before.find((each) => each.id === step.id);
        const fields = known === undefined ? [] : differing(known, step);
        return fields.length === 0 ? [] : [{ id: step.id, fields }];
      }),
    },
    settings: differing(settingsBefore, settingsAfter),
    diff: createTwoFilesPatch(
      `${from.flow.id} version ${from.version}`,
      `${to.flow.id} version ${to.version}`,
      from.source,
      to.source,
    ),
  };
}
