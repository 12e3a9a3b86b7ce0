import type { ReactNode } from 'react';

export function Card({ title, aside, children }: { title?: ReactNode; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="rounded-card border border-line bg-surface">
      {title !== undefined && (
        <header className="flex min-h-12 flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-2">
          <h2 className="font-semibold">{title}</h2>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}

/** Names and values, two columns. */
export function Facts({ facts }: { facts: (readonly [name: string, value: ReactNode] | undefined)[] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2">
      {facts.flatMap((fact) =>
        fact === undefined
          ? []
          : [
              <dt key={fact[0]} className="text-ink-3">
                {fact[0]}
              </dt>,
              <dd key={`${fact[0]} value`} className="min-w-0 break-words">
                {fact[1]}
              </dd>,
            ],
      )}
    </dl>
  );
}
