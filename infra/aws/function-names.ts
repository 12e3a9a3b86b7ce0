/** The functions of the deployment: folder names, each with `handler.ts`. */
export const functionNames = [
  'api',
  'publish-flow',
  'receive-webhook',
  'start-run',
  'run-step',
  'open-checkpoint',
  'admit-runs',
  'approve-by-email',
  'settle-run',
  'reconcile',
  'relay-events',
  'realtime',
  'issue-token',
] as const;
export type FunctionName = (typeof functionNames)[number];

/** `run-step` as an id of constructs: `RunStep`. */
export const pascalCase = (name: string): string =>
  name
    .split('-')
    .map((part) => `${part[0]?.toUpperCase()}${part.slice(1)}`)
    .join('');
