import { entryOf, type Outline, type Part, stepAt } from './outline.ts';

// The names that an expression may use, as the text of the flow declares them.

export interface Name {
  detail: string;
  /** What can follow after a dot. */
  inside?: Names;
}
export type Names = Map<string, Name>;

/** Names that the deployment knows beside those in the text. */
export interface Known {
  variables: string[];
  secrets: string[];
}

const names = (entries: [string, Name][]): Names => new Map(entries);

/** The members of an object in a JSON Schema. */
function membersOf(schema: Part | undefined, depth = 0): Names {
  const members = entryOf(schema, 'properties')?.value;
  if (members?.kind !== 'map' || depth > 6) return new Map();
  return names(
    members.entries.map(({ key, value }) => {
      const type = entryOf(value, 'type')?.value;
      return [
        key,
        { detail: type?.kind === 'text' ? type.text : 'parameter', inside: membersOf(value, depth + 1) },
      ] as const satisfies [string, Name];
    }),
  );
}

/** The members of what a transform makes: those of the map that it is. */
function madeBy(part: Part | undefined, depth = 0): Names {
  if (part?.kind !== 'map' || depth > 6) return new Map();
  return names(part.entries.map(({ key, value }) => [key, { detail: 'made here', inside: madeBy(value, depth + 1) }]));
}

const answer = names([
  ['status', { detail: 'number' }],
  ['headers', { detail: 'object' }],
  ['body', { detail: 'what was answered' }],
]);
const decision = names([
  ['action', { detail: 'approve, reject or skip' }],
  ['by', { detail: 'who decided' }],
  ['at', { detail: 'when' }],
  ['comment', { detail: 'string' }],
]);

function outputOf(kind: string | undefined, part: Part): Names {
  if (kind === 'http') return answer;
  if (kind === 'approve') return decision;
  const declared = membersOf(entryOf(part, 'output')?.value);
  return declared.size > 0 || kind === undefined ? declared : madeBy(entryOf(part, kind)?.value);
}

/** Names after `env.` or `secrets.` anywhere in the text. */
const used = (text: string, root: string) =>
  [...text.matchAll(new RegExp(`\\b${root}\\.([A-Z][A-Z0-9_]*)`, 'g'))].map(([, name = '']) => name);

/** What may be written inside `{{ }}` at a position. In a sequence only the steps before it can have run. */
export function namesAt(outline: Outline, text: string, position: number, known: Known): Names {
  const here = stepAt(outline, position);
  const graph = outline.steps.some(({ part }) => entryOf(part, 'needs') !== undefined);
  const steps = outline.steps.filter((step) => step !== here && (graph || here === undefined || step.from < here.from));
  return names([
    ['params', { detail: 'what the run was started with', inside: membersOf(entryOf(outline.root, 'params')?.value) }],
    [
      'steps',
      {
        detail: 'what steps came to',
        inside: names(
          steps.map(({ id, kind, part }) => [
            id,
            {
              detail: kind ?? 'step',
              inside: names([
                ['output', { detail: 'what it answered', inside: outputOf(kind, part) }],
                ['status', { detail: 'complete, skipped, failed' }],
                [
                  'error',
                  {
                    detail: 'why it failed',
                    inside: names([
                      ['type', { detail: 'string' }],
                      ['message', { detail: 'string' }],
                    ]),
                  },
                ],
              ]),
            },
          ]),
        ),
      },
    ],
    [
      'env',
      {
        detail: 'variables of the environment',
        inside: names(
          [...new Set([...known.variables, ...used(text, 'env')])].map((name) => [name, { detail: 'variable' }]),
        ),
      },
    ],
    [
      'trigger',
      {
        detail: 'why the run began',
        inside: names([
          ['type', { detail: 'manual, schedule, webhook, …' }],
          [
            'by',
            {
              detail: 'who',
              inside: names([
                ['id', { detail: 'string' }],
                ['name', { detail: 'string' }],
              ]),
            },
          ],
          ['body', { detail: 'of a webhook' }],
          ['headers', { detail: 'of a webhook' }],
          ['query', { detail: 'of a webhook' }],
          ['event', { detail: 'of an event' }],
        ]),
      },
    ],
    [
      'run',
      {
        detail: 'this run',
        inside: names([
          ['id', { detail: 'string' }],
          ['flow', { detail: 'string' }],
          ['version', { detail: 'number' }],
          ['environment', { detail: 'sandbox or live' }],
          ['startedAt', { detail: 'instant' }],
          ['generation', { detail: 'number' }],
        ]),
      },
    ],
    ['context', { detail: 'what came with the start' }],
    [
      'secrets',
      {
        detail: 'in requests only',
        inside: names(
          [...new Set([...known.secrets, ...used(text, 'secrets')])].map((name) => [name, { detail: 'secret' }]),
        ),
      },
    ],
  ]);
}
