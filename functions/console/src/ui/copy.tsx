import { Check, Copy as CopyIcon } from 'lucide-react';
import { useState } from 'react';

/** Copies a text; says so where it was clicked. */
export function Copy({ text, label }: { text: string; label: string }) {
  const [done, setDone] = useState(false);
  return (
    <button
      type="button"
      aria-label={done ? 'Copied' : label}
      title={done ? 'Copied' : label}
      className="inline-flex size-7 items-center justify-center rounded-control text-ink-3 hover:bg-line/60 hover:text-ink"
      onClick={() =>
        void navigator.clipboard.writeText(text).then(() => {
          setDone(true);
          setTimeout(() => setDone(false), 1_500);
        })
      }
    >
      {done ? <Check aria-hidden size={15} /> : <CopyIcon aria-hidden size={15} />}
    </button>
  );
}
