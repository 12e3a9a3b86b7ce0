import type { ComponentProps } from 'react';

type Look = 'primary' | 'plain' | 'danger' | 'quiet';

/** Primary buttons are ink: colour means state. */
const looks: Record<Look, string> = {
  primary: 'bg-ink text-surface border-ink hover:opacity-90',
  plain: 'bg-surface text-ink border-control hover:border-ink',
  danger: 'bg-surface text-failed border-failed hover:bg-failed hover:text-surface',
  quiet: 'border-transparent text-ink-2 hover:text-ink hover:bg-line/60',
};

/** What makes a link look like a button. */
export const buttonClass = (look: Look = 'plain', className = ''): string =>
  `inline-flex h-9 items-center justify-center gap-2 rounded-control border px-3.5 font-semibold whitespace-nowrap no-underline transition-colors disabled:opacity-50 aria-disabled:opacity-50 ${looks[look]} ${className}`;

export function Button({ look = 'plain', className = '', ...rest }: ComponentProps<'button'> & { look?: Look }) {
  return <button type="button" className={buttonClass(look, className)} {...rest} />;
}
