import { Fragment } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { shortcuts } from './shortcuts.tsx';

const Key = ({ name }: { name: string }) => (
  <kbd className="inline-grid h-6 min-w-6 place-items-center rounded-[5px] border border-control px-1.5 font-sans text-meta">
    {name}
  </kbd>
);

/** Every key that does something, by where it does it. */
export const ShortcutList = () => (
  <div className="grid gap-x-10 gap-y-5 sm:grid-cols-2">
    {shortcuts.map(({ where, keys }) => (
      <section key={where} aria-label={where}>
        <h3 className="mb-1 font-semibold">{where}</h3>
        <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1.5">
          {keys.map(([names, what]) => (
            <Fragment key={what}>
              <dt className="flex gap-1">
                {names.map((name) => (
                  <Key key={name} name={name} />
                ))}
              </dt>
              <dd className="text-ink-2">{what}</dd>
            </Fragment>
          ))}
        </dl>
      </section>
    ))}
  </div>
);

/** The list as a sheet over any page. */
export const ShortcutSheet = (props: { open: boolean; onOpenChange: (open: boolean) => void }) => (
  <Dialog reads title="Keys" hint="No single key ever decides anything. Settings switch them off." {...props}>
    <ShortcutList />
  </Dialog>
);
