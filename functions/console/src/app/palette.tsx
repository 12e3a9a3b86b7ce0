import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { flowsQuery, runsQuery } from '../api/queries.ts';
import { RunBadge } from '../ui/badge.tsx';

const item =
  'flex cursor-pointer items-center justify-between gap-3 rounded-control px-3 py-2 data-[selected=true]:bg-line/60';

/** Goes anywhere by typing: pages, flows, the latest runs. */
export function Palette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const navigate = useNavigate();
  const flows = useQuery({ ...flowsQuery, enabled: open });
  const runs = useQuery({ ...runsQuery({ limit: 10 }), enabled: open });
  const leave = (go: () => Promise<void>) => () => {
    onOpenChange(false);
    void go();
  };
  return (
    <Command.Dialog
      open={open}
      onOpenChange={onOpenChange}
      label="Search and go anywhere"
      overlayClassName="fixed inset-0 z-40 bg-ink/30"
      contentClassName="fixed top-[12vh] left-1/2 z-50 w-[min(640px,92vw)] -translate-x-1/2 rounded-card border border-line bg-surface p-2 shadow-lg"
    >
      <Command.Input
        placeholder="A flow, a run, a page"
        className="h-11 w-full border-b border-line bg-transparent px-3 outline-none placeholder:text-ink-3"
      />
      {/* Beside the list, which may hold nothing but choices. */}
      <Command.Empty role="status" className="px-3 py-6 text-center text-ink-3">
        Nothing is called that.
      </Command.Empty>
      <Command.List className="max-h-[50vh] overflow-y-auto p-1 not-has-[[cmdk-item]]:hidden [&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:text-meta [&_[cmdk-group-heading]]:text-ink-3">
        <Command.Group heading="Pages" className="text-ink">
          {(['/', '/runs', '/flows', '/approvals', '/editor', '/settings'] as const).map((to) => (
            <Command.Item key={to} value={`page ${to}`} className={item} onSelect={leave(() => navigate({ to }))}>
              {to === '/' ? 'Dashboard' : to.slice(1, 2).toUpperCase() + to.slice(2)}
            </Command.Item>
          ))}
        </Command.Group>
        <Command.Group heading="Flows">
          {flows.data?.items.map(({ id, title }) => (
            <Command.Item
              key={id}
              value={`flow ${id} ${title}`}
              className={item}
              onSelect={leave(() => navigate({ to: '/flows/$id', params: { id } }))}
            >
              {title} <span className="font-mono text-meta text-ink-3">{id}</span>
            </Command.Item>
          ))}
        </Command.Group>
        <Command.Group heading="Latest runs">
          {runs.data?.items.map((run) => (
            <Command.Item
              key={run.id}
              value={`run ${run.id} ${run.title}`}
              className={item}
              onSelect={leave(() => navigate({ to: '/runs/$id', params: { id: run.id } }))}
            >
              <span className="truncate">
                {run.title} <span className="font-mono text-meta text-ink-3">{run.id.slice(-8)}</span>
              </span>
              <RunBadge run={run} />
            </Command.Item>
          ))}
        </Command.Group>
      </Command.List>
    </Command.Dialog>
  );
}
