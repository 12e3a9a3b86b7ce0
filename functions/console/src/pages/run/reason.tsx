import { Time } from '../../ui/time.tsx';
import type { Shown } from './shown.ts';

const parts = /("[^"]+"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;
const isInstant = (part: string) => /^\d{4}-\d\d-\d\dT/.test(part);

/** A sentence of the server, with the steps that it names as links to them, and instants in the zone of the reader. */
export function Reason({ run, choose, text }: Pick<Shown, 'run' | 'choose'> & { text: string }) {
  return text.split(parts).map((part, index) => {
    const key = `${index} ${part}`;
    if (isInstant(part)) return <Time key={key} at={part} />;
    const step = run.steps.find(({ path }) => `"${path}"` === part);
    if (step === undefined) return part;
    return (
      <button
        key={key}
        type="button"
        className="font-semibold underline underline-offset-3"
        onClick={() => choose(step.path)}
      >
        {step.title}
      </button>
    );
  });
}
