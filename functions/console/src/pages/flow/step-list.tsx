import { ChevronDown } from 'lucide-react';
import { Accordion } from 'radix-ui';
import type { ReactNode } from 'react';
import type { Graph } from '../../api/types.ts';
import type { StepLook } from '../../canvas/flow-canvas.tsx';
import { signalIcons } from '../../ui/status.ts';

/** The steps one below the other, for a phone: each opens where it stands. */
export function StepList({
  graph,
  lookOf,
  chosen,
  onChoose,
  inspect,
}: {
  graph: Graph;
  lookOf: (path: string) => StepLook;
  chosen: string | undefined;
  onChoose: (path: string | undefined) => void;
  inspect: (path: string) => ReactNode;
}) {
  return (
    <Accordion.Root
      type="single"
      collapsible
      value={chosen ?? ''}
      onValueChange={(value) => onChoose(value === '' ? undefined : value)}
      className="divide-y divide-line border-y border-line bg-surface"
    >
      {graph.nodes.map(({ path, title }, index) => {
        const look = lookOf(path);
        const Icon = signalIcons[look.signal];
        return (
          <Accordion.Item key={path} value={path}>
            <Accordion.Header asChild>
              <h2>
                <Accordion.Trigger className="group flex min-h-14 w-full items-center gap-3 px-4 py-2 text-left">
                  <span
                    aria-hidden
                    className="grid size-7 shrink-0 place-items-center rounded-full border-2"
                    style={{ borderColor: `var(--${look.signal}-ring)`, color: `var(--${look.signal})` }}
                  >
                    {look.signal === 'pending' ? <span className="text-meta">{index + 1}</span> : <Icon size={14} />}
                  </span>
                  <span className="min-w-0 grow">
                    <span className="block font-semibold break-words">{title}</span>
                    <span className="block truncate text-meta" style={{ color: `var(--${look.signal})` }}>
                      {look.caption ?? look.word}
                    </span>
                  </span>
                  <ChevronDown aria-hidden size={18} className="text-ink-3 group-data-[state=open]:rotate-180" />
                </Accordion.Trigger>
              </h2>
            </Accordion.Header>
            <Accordion.Content className="border-t border-line bg-canvas px-4 py-4">{inspect(path)}</Accordion.Content>
          </Accordion.Item>
        );
      })}
    </Accordion.Root>
  );
}
