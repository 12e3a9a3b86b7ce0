import { useEffect, useRef, useState } from 'react';
import type { RunView } from '../../api/types.ts';
import { runSignal } from '../../ui/status.ts';
import { standingOf } from './standing.ts';

/** What changes within this time is said in one sentence. */
const gatherMs = 700;
/** More changes than this are counted instead of read out. */
const mostNames = 4;

/** Tells those who do not see the page what has changed: not each thing at once, and not more than can be listened to. */
export function Announcer({ run }: { run: RunView }) {
  const [text, setText] = useState('');
  const told = useRef<Map<string, string>>(undefined);
  useEffect(() => {
    const now = new Map(
      run.steps.map((step) => [step.path, `${step.title}: ${standingOf(step, run).word.toLowerCase()}`]),
    );
    now.set('', `The run: ${runSignal(run).word.toLowerCase()}`);
    // What was there when the page opened is read with the page.
    if (told.current === undefined) {
      told.current = now;
      return undefined;
    }
    const timer = setTimeout(() => {
      const before = told.current;
      told.current = now;
      const changed = [...now].filter(([path, words]) => before?.get(path) !== words).map(([, words]) => words);
      if (changed.length === 0) return;
      setText(changed.length <= mostNames ? changed.join('. ') : `${changed.length - 1} steps changed. ${now.get('')}`);
    }, gatherMs);
    return () => clearTimeout(timer);
  }, [run]);
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {text}
    </p>
  );
}
