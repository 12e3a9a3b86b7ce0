import { useEffect, useEffectEvent, useState } from 'react';
import { type Draft, keepDraft, readDraft } from './drafts.ts';

/** Milliseconds of stillness before a text is kept. */
const keepMs = 300;

/** What a text began as; a new flow has no version. */
export interface Base {
  text: string;
  version: number | undefined;
}

/**
 * The text, and what of it lies in this tab. A draft from before is offered, and nothing is kept over it until somebody has decided;
 * one that was kept because the session had ended is gone on with at once.
 */
export function useDraft(flow: string | undefined, base: Base) {
  const [found] = useState(() => readDraft(flow));
  const [start] = useState(found?.resume === true ? found.text : base.text);
  const [text, setText] = useState(start);
  const [offered, setOffered] = useState(
    found === undefined || found.resume === true || found.text === base.text ? undefined : found,
  );
  const [hasRoom, setHasRoom] = useState(true);
  const [leaving, setLeaving] = useState(false);
  const dirty = text !== base.text;

  const keep = useEffectEvent((resume: boolean) => {
    if (offered !== undefined) return;
    const { version } = base;
    const draft: Draft = {
      text,
      at: new Date().toISOString(),
      ...(version === undefined ? {} : { version }),
      ...(resume ? { resume } : {}),
    };
    setHasRoom(keepDraft(flow, dirty ? draft : undefined));
  });
  useEffect(() => {
    const timer = setTimeout(() => keep(false), keepMs);
    return () => clearTimeout(timer);
  }, [text, base, offered]);
  useEffect(() => {
    const hide = () => keep(leaving);
    addEventListener('pagehide', hide);
    return () => {
      removeEventListener('pagehide', hide);
      // The page may also be left for another one of the console.
      keep(false);
    };
  }, [leaving]);

  return {
    start,
    text,
    setText,
    dirty,
    /** A draft to continue or to discard. */
    offered,
    decided: () => setOffered(undefined),
    hasRoom,
    /** The page is being left for the sign-in page: whoever comes back goes on at once, and nothing is asked. */
    leaving,
    leave: () => setLeaving(true),
  };
}
