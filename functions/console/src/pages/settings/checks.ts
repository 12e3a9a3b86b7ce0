import { ApiError } from '../../api/client.ts';

// What a form checks before it asks the server: each answers what is wrong, or undefined.

const idForm = /^[a-z][a-z0-9-]{0,39}$/;
const settingForm = /^[A-Z][A-Z0-9_]{0,63}$/;
const emailForm = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** The name of a group, a profile or a connection. */
export function idProblem(name: string, taken: readonly string[]): string | undefined {
  if (!idForm.test(name))
    return 'Write lower-case letters, digits and hyphens, at most 40, beginning with a letter: for instance finance.';
  return taken.includes(name)
    ? `There is one called ${name} already. Change that one, or choose another name.`
    : undefined;
}

/** The name of a variable or a secret. */
export function settingNameProblem(name: string, taken: readonly string[]): string | undefined {
  if (!settingForm.test(name))
    return 'Write upper-case letters, digits and underscores, at most 64, beginning with a letter: for instance PAYMENTS_URL.';
  return taken.includes(name)
    ? `There is one called ${name} already. Change that one, or choose another name.`
    : undefined;
}

/** The lines of a text that say something. */
export const linesOf = (text: string): string[] =>
  text
    .split(/[\n,;]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

export function addressesProblem(addresses: readonly string[]): string | undefined {
  if (addresses.length === 0) return 'A group has at least one address. To have none, delete the group.';
  if (addresses.length > 50) return `A group has at most 50 addresses; these are ${addresses.length}.`;
  const wrong = addresses.find((each) => !emailForm.test(each));
  return wrong === undefined ? undefined : `“${wrong}” is no e-mail address.`;
}

/** What the server found wrong, by the place that it names. */
export function problemsOf(error: Error | null): { path: string; message: string }[] {
  if (!(error instanceof ApiError) || !Array.isArray(error.details.errors)) return [];
  return error.details.errors.flatMap((each: unknown) =>
    each !== null && typeof each === 'object' && 'path' in each && 'message' in each
      ? [{ path: String(each.path), message: String(each.message) }]
      : [],
  );
}
