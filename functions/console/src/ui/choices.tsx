import { useId } from 'react';

/** A few choices of which one holds, side by side. */
export function Choices<T extends string>({
  label,
  choices,
  chosen,
  onChoose,
}: {
  label: string;
  choices: Readonly<Record<T, string>>;
  chosen: T;
  onChoose: (choice: T) => void;
}) {
  const name = useId();
  return (
    <fieldset className="inline-flex min-w-0 flex-wrap gap-0.5 self-start rounded-control border border-control p-0.5">
      <legend className="sr-only">{label}</legend>
      {(Object.keys(choices) as T[]).map((each) => (
        <label
          key={each}
          className="flex h-8 cursor-pointer items-center rounded-[6px] px-3 text-ink-2 hover:text-ink has-checked:bg-ink has-checked:font-semibold has-checked:text-surface has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-running"
        >
          <input
            type="radio"
            name={name}
            value={each}
            checked={each === chosen}
            onChange={() => onChoose(each)}
            className="sr-only"
          />
          {choices[each]}
        </label>
      ))}
    </fieldset>
  );
}
