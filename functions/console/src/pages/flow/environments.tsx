import type { FlowRow } from '../../api/types.ts';

/** The environments that there are, in the order in which a version goes through them. */
export const environmentNames = ['sandbox', 'live'] as const;

/** Which version each environment runs. */
export function Environments({ flow }: { flow: Pick<FlowRow, 'environments' | 'latest'> }) {
  return (
    <ul className="flex flex-wrap gap-2" aria-label="Environments">
      {environmentNames.map((name) => {
        const version = flow.environments[name];
        return (
          <li
            key={name}
            className="inline-flex h-6 items-center gap-1.5 rounded-full border border-line px-2.5 text-meta whitespace-nowrap"
          >
            <span className="text-ink-2">{name}</span>
            {version === undefined ? (
              <span className="text-ink-3">none</span>
            ) : (
              <span className="font-semibold">
                v{version}
                {version < flow.latest && <span className="font-normal text-ink-3"> of {flow.latest}</span>}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
