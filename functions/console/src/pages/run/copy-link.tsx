import { Check, Link2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';

/** Copies the address of what is being looked at, with the tab and the step. */
export function CopyLink() {
  const [done, setDone] = useState(false);
  const Icon = done ? Check : Link2;
  return (
    <Button
      className="max-md:w-9 max-md:px-0!"
      onClick={() =>
        void navigator.clipboard.writeText(location.href).then(() => {
          setDone(true);
          setTimeout(() => setDone(false), 1_500);
        })
      }
    >
      <Icon aria-hidden size={16} />
      <span aria-live="polite" className="max-md:sr-only">
        {done ? 'Copied' : 'Copy link'}
      </span>
    </Button>
  );
}
