/** A pure function → the same one, which remembers what it said: of a bounded number of texts. */

export function createMemory<Value>(
  mostEntries: number,
  make: (key: string) => Value,
): (key: string) => Value {
  const held = new Map<string, Value>();
  return (key) => {
    const known = held.get(key);
    if (known !== undefined) return known;
    const made = make(key);
    // All at once: what is asked often is soon there again.
    if (held.size >= mostEntries) held.clear();
    held.set(key, made);
    return made;
  };
}
