/** Characters that the name of a state may have (Step Functions quotas). */
const mostCharacters = 80;

/** Hands out names that are unique and short enough; a second one of the same name gets a number. */
export function createNames(): (wanted: string) => string {
  const taken = new Set<string>();
  return (wanted) => {
    for (let count = 1; ; count++) {
      const mark = count === 1 ? '' : ` (${count})`;
      const name =
        wanted.length + mark.length <= mostCharacters
          ? wanted + mark
          : `${wanted.slice(0, mostCharacters - mark.length - 1)}…${mark}`;
      if (!taken.has(name)) {
        taken.add(name);
        return name;
      }
    }
  };
}

/** `a + b + c`, or `a + b + 7 more` when that would be too long. */
export function joinSteps(steps: string[], between = ' + '): string {
  for (let shown = steps.length; shown > 1; shown--) {
    const name =
      steps.slice(0, shown).join(between) + (shown === steps.length ? '' : `${between}${steps.length - shown} more`);
    if (name.length <= mostCharacters - 12) return name;
  }
  return steps.length === 1 ? (steps[0] ?? '') : `${steps[0]}${between}${steps.length - 1} more`;
}
