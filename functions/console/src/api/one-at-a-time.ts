/**
 * Does a piece of work by its name when it is asked for; asked again meanwhile, once more afterwards, however often. What came before the
 * last asking is never the last that was done, and a stream of askings keeps nothing from ending. `work` must not reject.
 */
export function oneAtATime(): (name: string, work: () => Promise<unknown>) => void {
  /** What is under way, and whether it was asked for again since it began. */
  const busy = new Map<string, boolean>();
  return (name, work) => {
    if (busy.has(name)) {
      busy.set(name, true);
      return;
    }
    const go = async () => {
      do {
        busy.set(name, false);
        await work();
      } while (busy.get(name) === true);
      busy.delete(name);
    };
    void go();
  };
}
