import { useEffect, useState } from 'react';

/** A part of the program that is loaded when it is wanted. */
export interface Chunk<T> {
  module?: T;
  /** It could not be loaded; what is on the page stays as it is. */
  failed?: true;
  again: () => void;
}

/** Loads a part of the program. Unlike React's `lazy` a failure takes nothing away from the page, and can be tried again. */
export function useChunk<T>(load: () => Promise<T>, wanted = true): Chunk<T> {
  const [state, setState] = useState<{ module?: T; failed?: true }>({});
  const [round, setRound] = useState(0);
  const missing = state.module === undefined;
  useEffect(() => {
    if (!wanted || !missing) return;
    let left = false;
    load().then(
      (module) => !left && setState({ module }),
      () => !left && setState({ failed: true }),
    );
    return () => {
      left = true;
    };
  }, [load, wanted, missing, round]);
  return {
    ...state,
    again: () => {
      setState({});
      setRound(round + 1);
    },
  };
}
