import { type ComponentProps, useCallback } from 'react';

/** A native checkbox that can also be neither. Its label is for the ear; what it ticks stands beside it. */
export function Checkbox({
  label,
  mixed = false,
  ...rest
}: ComponentProps<'input'> & { label: string; mixed?: boolean }) {
  const ref = useCallback(
    (input: HTMLInputElement | null) => {
      if (input !== null) input.indeterminate = mixed;
    },
    [mixed],
  );
  return (
    <span className="relative grid size-[24px] place-items-center">
      <input
        ref={ref}
        type="checkbox"
        aria-label={label}
        className="size-[16px] cursor-pointer accent-ink after:absolute after:inset-0 after:content-['']"
        {...rest}
      />
    </span>
  );
}
