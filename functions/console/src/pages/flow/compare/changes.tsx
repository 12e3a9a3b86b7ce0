import { Link } from '@tanstack/react-router';
import type { VersionComparison } from '../../../api/flow-types.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Card } from '../../../ui/card.tsx';
import type { Signal } from '../../../ui/status.ts';

export type Change = 'added' | 'removed' | 'changed';

export const changeLooks: Record<Change, { signal: Signal; word: string }> = {
  added: { signal: 'complete', word: 'Added' },
  removed: { signal: 'failed', word: 'Removed' },
  changed: { signal: 'awaiting', word: 'Changed' },
};

/** What became of each step that is not as it was. */
export function changesOf({ steps }: VersionComparison): Map<string, { change: Change; fields: string[] }> {
  const found = new Map<string, { change: Change; fields: string[] }>();
  for (const id of steps.added) found.set(id, { change: 'added', fields: [] });
  for (const { id, fields } of steps.changed) found.set(id, { change: 'changed', fields });
  for (const id of steps.removed) found.set(id, { change: 'removed', fields: [] });
  return found;
}

/** The steps and the settings that differ, as lists. */
export function Changes({ comparison, titleOf }: { comparison: VersionComparison; titleOf: (step: string) => string }) {
  const steps = [...changesOf(comparison)];
  const { settings, flow } = comparison;
  return (
    <div className="grid items-start gap-4 md:grid-cols-2">
      <Card title="Steps">
        {steps.length === 0 ? (
          <p className="p-4 text-ink-2">All are as they were.</p>
        ) : (
          <ul className="divide-y divide-line">
            {steps.map(([id, { change, fields }]) => (
              <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
                <Badge {...changeLooks[change]} />
                {change === 'removed' ? (
                  <span className="font-semibold">{titleOf(id)}</span>
                ) : (
                  <Link to="/flows/$id" params={{ id: flow }} search={{ node: id }} className="font-semibold">
                    {titleOf(id)}
                  </Link>
                )}
                {fields.length > 0 && <code className="font-mono text-meta text-ink-2">{fields.join(', ')}</code>}
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title="Settings">
        {settings.length === 0 ? (
          <p className="p-4 text-ink-2">All are as they were.</p>
        ) : (
          <ul className="divide-y divide-line">
            {settings.map((name) => (
              <li key={name} className="flex items-center gap-3 px-4 py-2">
                <Badge {...changeLooks.changed} />
                <code className="font-mono">{name}</code>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </div>
  );
}
