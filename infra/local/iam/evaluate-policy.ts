/** A statement of an IAM policy, its intrinsic functions evaluated. */
export interface Statement {
  Effect: 'Allow' | 'Deny';
  Action?: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** One thing that somebody wants to do: an action on a resource, with the keys that conditions look at. */
export interface Access {
  action: string;
  resource: string;
  context?: Record<string, string>;
}

const list = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** Whether a text fits a pattern of IAM: `*` is any text, `?` one letter. */
export function fits(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

const operators: Record<string, (wanted: string, given: string) => boolean> = {
  StringEquals: (wanted, given) => wanted === given,
  StringLike: fits,
  // A request here has one value of each key.
  'ForAllValues:StringLike': fits,
  ArnEquals: fits,
  ArnLike: fits,
  Bool: (wanted, given) => wanted === given,
};

/** Whether every condition of a statement holds; an operator that is not known is refused by name rather than passed over. */
function holds({ Condition = {} }: Statement, context: Record<string, string>): boolean {
  const lower = Object.fromEntries(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return Object.entries(Condition).every(([operator, keys]) => {
    const compare = operators[operator];
    if (compare === undefined)
      throw new Error(`The embedded cloud does not know the IAM condition operator ${operator}.`);
    return Object.entries(keys).every(([key, wanted]) => {
      // Names of keys ignore case (IAM reference, "AWS global condition context keys").
      const given = lower[key.toLowerCase()];
      return given !== undefined && list(wanted).some((each) => compare(String(each), given));
    });
  });
}

/** Whether statements allow an access: one must allow it and none deny it (IAM guide, "Policy evaluation logic"). */
export function isAllowed(statements: readonly Statement[], { action, resource, context = {} }: Access): boolean {
  const applying = statements.filter(
    (each) =>
      list(each.Action).some((pattern) => fits(pattern.toLowerCase(), action.toLowerCase())) &&
      list(each.Resource).some((pattern) => fits(pattern, resource)) &&
      holds(each, context),
  );
  return applying.some((each) => each.Effect === 'Allow') && !applying.some((each) => each.Effect === 'Deny');
}
