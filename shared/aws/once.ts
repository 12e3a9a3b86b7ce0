/** Makes something when it is first asked for, and keeps it: clients and secrets live as long as the process. A promise that fails is not kept. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    if (made === undefined) {
      const value = make();
      made = { value };
      if (value instanceof Promise)
        value.catch(() => {
          made = undefined;
        });
    }
    return made.value;
  };
}
