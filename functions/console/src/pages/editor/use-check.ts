import { useEffect, useState } from 'react';
import { ApiError, Offline } from '../../api/client.ts';
import { type Compiled, checkFlow, type Diagnostic, diagnosticsIn } from '../../api/editor-queries.ts';

/** Milliseconds of stillness before a text is checked, and between attempts while the server cannot be reached. */
const stillMs = 300;
const againMs = 5_000;

/** Why a text is not checked. */
export interface Trouble {
  kind: 'offline' | 'signed-out' | 'refused';
  message: string;
}

export interface Check {
  /** What was said last, and of which text. */
  said?: { text: string; diagnostics: Diagnostic[]; errors: number };
  /** What the last text without errors became. */
  good?: { text: string; compiled: Compiled };
  trouble?: Trouble;
}

const troubleIn = (error: unknown): Trouble => {
  if (error instanceof Offline) return { kind: 'offline', message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { kind: error instanceof ApiError && error.status === 401 ? 'signed-out' : 'refused', message };
};

const errorsIn = (diagnostics: Diagnostic[]) => diagnostics.filter(({ severity }) => severity === 'error').length;

/** Has the server look at a text once nobody has typed for a moment; what was asked about an older text is cancelled. */
export function useCheck(text: string, on: boolean): Check & { busy: boolean; again: () => void } {
  const [check, setCheck] = useState<Check>({});
  const [round, setRound] = useState(0);
  const offline = check.trouble?.kind === 'offline';

  useEffect(() => {
    if (!on) return;
    const controller = new AbortController();
    const ask = () =>
      checkFlow(text, controller.signal).then(
        ({ diagnostics, ...compiled }) =>
          setCheck({ said: { text, diagnostics, errors: 0 }, good: { text, compiled } }),
        (error: unknown) => {
          if (controller.signal.aborted) return;
          const diagnostics = diagnosticsIn(error);
          setCheck((before) =>
            diagnostics === undefined
              ? { ...before, trouble: troubleIn(error) }
              : {
                  said: { text, diagnostics, errors: errorsIn(diagnostics) },
                  ...(before.good === undefined ? {} : { good: before.good }),
                },
          );
        },
      );
    const timer = setTimeout(() => void ask(), stillMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [text, on, round]);

  useEffect(() => {
    if (!offline) return;
    const again = () => setRound((before) => before + 1);
    const timer = setInterval(again, againMs);
    addEventListener('online', again);
    return () => {
      clearInterval(timer);
      removeEventListener('online', again);
    };
  }, [offline]);

  return {
    ...check,
    busy: on && check.trouble === undefined && check.said?.text !== text,
    again: () => setRound((before) => before + 1),
  };
}
