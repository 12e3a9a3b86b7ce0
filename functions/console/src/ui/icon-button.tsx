import type { ComponentProps } from 'react';

/** A button that is an icon; its label is for the ear, and for whoever points at it. */
export const IconButton = ({ label, className = '', ...rest }: ComponentProps<'button'> & { label: string }) => (
  <button
    type="button"
    aria-label={label}
    title={label}
    className={`grid size-8 shrink-0 place-items-center rounded-control text-ink-3 hover:bg-line/60 hover:text-ink ${className}`}
    {...rest}
  />
);
