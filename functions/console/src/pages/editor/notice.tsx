import type { ReactNode } from 'react';

/** A line above the text that says something about it, with what can be done. */
export function Notice({ children, actions }: { children: ReactNode; actions?: ReactNode }) {
  return (
    <div
      role="status"
      className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-canvas px-5 py-2 max-md:px-4"
    >
      <p className="min-w-0 grow basis-64 text-ink-2">{children}</p>
      {actions !== undefined && <div className="flex shrink-0 flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
