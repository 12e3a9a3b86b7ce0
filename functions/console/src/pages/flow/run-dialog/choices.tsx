import { type ReactNode, useId } from 'react';
import { SelectBox } from '../../../ui/select-box.tsx';
import { control } from './form-widgets.tsx';

export interface Option {
  value: string;
  label: string;
  hint?: string;
  disabled?: boolean;
}

const defaultMark = <span className="text-meta font-normal text-ink-3">Flow default</span>;

/** One of a few, all of them in sight; the one that the flow would take is marked. */
export function Choice({
  legend,
  options,
  value,
  preset,
  onChange,
  problem,
}: {
  legend: string;
  options: Option[];
  value: string;
  preset?: string;
  onChange: (value: string) => void;
  problem?: ReactNode;
}) {
  const name = useId();
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="pb-1.5 font-semibold">{legend}</legend>
      <div className="flex flex-wrap gap-2">
        {options.map((option) => (
          <label
            key={option.value}
            className="flex min-h-9 cursor-pointer items-center gap-2 rounded-control border border-line px-3 py-1 has-checked:border-ink has-disabled:cursor-not-allowed has-disabled:text-ink-3"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              disabled={option.disabled}
              onChange={() => onChange(option.value)}
              className="size-4 accent-ink"
            />
            <span className="flex flex-wrap items-baseline gap-x-2">
              {option.label}
              {option.hint !== undefined && <span className="text-meta text-ink-3">{option.hint}</span>}
              {option.value === preset && defaultMark}
            </span>
          </label>
        ))}
      </div>
      {problem}
    </fieldset>
  );
}

/** Which sandbox the steps of the run work in. */
export function ProfileChoice({
  names,
  value,
  preset,
  reason,
  onChange,
  problem,
}: {
  names: string[];
  /** Empty: what the flow would take. */
  value: string;
  preset: string | undefined;
  /** Why that is so. */
  reason: string | undefined;
  onChange: (value: string) => void;
  problem: ReactNode;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-semibold">
        Sandbox profile
      </label>
      <SelectBox
        id={id}
        value={value}
        onChange={({ target }) => onChange(target.value)}
        aria-describedby={`${id}-reason`}
      >
        <option value="">Flow default: {preset ?? 'none'}</option>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </SelectBox>
      <p id={`${id}-reason`} className="text-meta text-ink-3">
        {reason ?? 'A parameter repositoryId would choose the profile that has the repository.'}
      </p>
      {problem}
    </div>
  );
}

/** Begins at once, or at an instant that is asked for in the zone of this browser. */
export function StartChoice({
  at,
  onChange,
  problem,
}: {
  /** As the field has it; undefined: at once. */
  at: string | undefined;
  onChange: (at: string | undefined) => void;
  problem: ReactNode;
}) {
  const id = useId();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Choice
      legend="Start"
      options={[
        { value: 'now', label: 'Now' },
        { value: 'later', label: 'Later' },
      ]}
      value={at === undefined ? 'now' : 'later'}
      preset="now"
      onChange={(value) => onChange(value === 'now' ? undefined : '')}
      problem={
        <>
          {at !== undefined && (
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <label htmlFor={id} className="sr-only">
                Start at, in {zone}
              </label>
              <input
                id={id}
                type="datetime-local"
                value={at}
                onChange={({ target }) => onChange(target.value)}
                className={`${control} h-9 max-w-60`}
              />
              <span className="text-meta text-ink-3">Time in {zone}</span>
            </div>
          )}
          {problem}
        </>
      }
    />
  );
}
