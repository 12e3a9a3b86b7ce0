import { type ReactNode, useId } from 'react';

/** What an input of a field is given, so that its words and its error belong to it. */
export interface FieldInput {
  id: string;
  className: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
}

/** A labelled input with a hint below it, or what is wrong with it. */
export function Field({
  label,
  hint,
  error,
  optional = false,
  children,
}: {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
  children: (input: FieldInput) => ReactNode;
}) {
  const id = useId();
  const note = `${id}-note`;
  const noted = error !== undefined || hint !== undefined;
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="font-semibold">
        {label} {optional && <span className="font-normal text-ink-3">optional</span>}
      </label>
      {children({
        id,
        className: `min-h-9 w-full rounded-control border bg-surface px-3 py-1.5 ${error === undefined ? 'border-control' : 'border-failed'}`,
        ...(noted ? { 'aria-describedby': note } : {}),
        ...(error === undefined ? {} : { 'aria-invalid': true }),
      })}
      {noted && (
        <p id={note} className={`text-meta break-words ${error === undefined ? 'text-ink-3' : 'text-failed'}`}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
