/**
 * JSON in the canonical form of RFC 8785 (JCS), so that a hash or a signature
 * of a value does not depend on the order of its keys.
 */
import canonicalize from 'canonicalize';

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/** UTF-8 bytes of the canonical form. @throws TypeError on a number that JSON cannot hold. */
export function jsonToCanonicalBytes(value: JsonValue): Uint8Array {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('The value has no JSON form.');
  return new TextEncoder().encode(text);
}
