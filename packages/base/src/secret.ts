/**
 * A value that prints as `<secret>` wherever it is printed, logged, serialised
 * or inspected; `revealSecret` is the one greppable way out (after evolu's
 * Redacted.ts).
 */
const held = new WeakMap<Secret<unknown>, unknown>();

export class Secret<Value> {
  // Makes Secret<A> and Secret<B> different types although no field holds the value.
  declare protected readonly valueType: Value;

  constructor(value: Value) {
    held.set(this, value);
  }

  toString(): string {
    return '<secret>';
  }

  toJSON(): string {
    return '<secret>';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '<secret>';
  }
}

/** The value inside. Name the reason in a comment where you call it. */
export function revealSecret<Value>(secret: Secret<Value>): Value {
  return held.get(secret) as Value;
}
