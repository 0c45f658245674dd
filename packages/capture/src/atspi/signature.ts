/** A signature of D-Bus → the types that it names (D-Bus specification, "Type System"). */
/** Where what follows in the stream begins cannot be told any more. */
export class MalformedMessage extends Error {}

const basicCodes = ['y', 'b', 'n', 'q', 'i', 'u', 'x', 't', 'd', 'h', 's', 'o', 'g', 'v'] as const;
type BasicCode = (typeof basicCodes)[number];

export type Type =
  | { readonly code: BasicCode }
  | { readonly code: 'a'; readonly element: Type | Entry }
  | { readonly code: '('; readonly inside: readonly Type[] };

/** Of a dictionary, which is an array of them. */
interface Entry {
  readonly code: '{';
  readonly key: Type;
  readonly value: Type;
}

const nestedAtMost = 64;
/** Apps use some dozens; what is beyond that is not worth to be remembered. */
const knownAtMost = 500;
const known = new Map<string, readonly Type[]>();

/** @throws MalformedMessage */
export function signatureToTypes(signature: string): readonly Type[] {
  const found = known.get(signature);
  if (found !== undefined) return found;
  const types = parse(signature);
  if (known.size >= knownAtMost) known.clear();
  known.set(signature, types);
  return types;
}

function parse(signature: string): readonly Type[] {
  let at = 0;
  const readOne = (depth: number): Type => {
    if (depth > nestedAtMost) throw malformed();
    const code = signature[at];
    at += 1;
    if (code === 'a') return { code, element: readElement(depth + 1) };
    if (code === '(') return { code, inside: readUntil(')', depth + 1) };
    const basic = basicCodes.find((each) => each === code);
    if (basic === undefined) throw malformed();
    return { code: basic };
  };
  const readElement = (depth: number): Type | Entry => {
    if (signature[at] !== '{') return readOne(depth);
    at += 1;
    const [key, value, ...more] = readUntil('}', depth);
    if (key === undefined || value === undefined || more.length > 0) throw malformed();
    return { code: '{', key, value };
  };
  /** At least one: a structure of nothing has no size, and an array of it no end. */
  const readUntil = (end: string, depth: number): readonly Type[] => {
    const types = [readOne(depth)];
    while (signature[at] !== end) types.push(readOne(depth));
    at += 1;
    return types;
  };
  const types: Type[] = [];
  while (at < signature.length) types.push(readOne(0));
  return types;
}

function malformed(): MalformedMessage {
  return new MalformedMessage('A signature that is none of D-Bus.');
}
