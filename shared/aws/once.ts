/** Makes something when it is first asked for, and keeps it: clients and secrets live as long as the process. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
