import { Pencil, Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';

/** A part of the settings that a link can lead to. */
export function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="flex scroll-mt-20 flex-col gap-4">
      <h2 id={`${id}-title`} className="text-title font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** A setting: its name and what it does, and beside it what it is set to. */
export function Setting({ name, hint, children }: { name: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-line px-4 py-3 last:border-0">
      <div className="min-w-0 max-w-prose grow basis-60">
        <h3 className="font-semibold">{name}</h3>
        {hint !== undefined && <p className="text-ink-2">{hint}</p>}
      </div>
      {children}
    </div>
  );
}

export const Add = ({ what, onClick }: { what: string; onClick: () => void }) => (
  <Button onClick={onClick}>
    <Plus aria-hidden size={16} /> {what}
  </Button>
);

/** One of several things that are set by name, with what may be done to it. */
export function NamedRow({
  name,
  children,
  onEdit,
  onDelete,
}: {
  name: string;
  children: ReactNode;
  onEdit?: (() => void) | undefined;
  onDelete?: (() => void) | undefined;
}) {
  return (
    <li className="flex items-start gap-3 border-b border-line px-4 py-2.5 last:border-0">
      <div className="grid min-w-0 grow gap-x-6 gap-y-0.5 md:grid-cols-[minmax(0,200px)_minmax(0,1fr)]">
        <h3 className="font-mono text-meta leading-6 break-all">{name}</h3>
        <div className="min-w-0 leading-6 break-words text-ink-2">{children}</div>
      </div>
      {onEdit !== undefined && (
        <IconButton label={`Change ${name}`} onClick={onEdit}>
          <Pencil aria-hidden size={16} />
        </IconButton>
      )}
      {onDelete !== undefined && (
        <IconButton label={`Delete ${name}`} onClick={onDelete}>
          <Trash2 aria-hidden size={16} />
        </IconButton>
      )}
    </li>
  );
}

export const None = ({ children }: { children: ReactNode }) => <p className="px-4 py-5 text-ink-2">{children}</p>;
