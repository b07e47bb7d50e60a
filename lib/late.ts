/** What is made, or loaded, only when somebody asks for it: by the first call, once, for all that follow. */
export function late<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
