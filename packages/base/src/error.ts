/**
 * The shape of every error that a user can act on: what happened, to which
 * thing, what to do. Each package has one subclass with a closed `code` union.
 *
 * Invariant: no field ever holds captured content, a key, or a URL's query.
 */

export interface ErrorParts<Code extends string> {
  readonly code: Code;
  /** What happened, to which thing. One sentence, without captured content. */
  readonly message: string;
  /** What the reader can do about it. One sentence in the imperative. */
  readonly remedy: string;
  readonly cause?: unknown;
}

export abstract class UnderstudyError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly remedy: string;

  constructor(parts: ErrorParts<Code>) {
    super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = new.target.name;
    this.code = parts.code;
    this.remedy = parts.remedy;
  }
}

/** `message Remedy.` in one line, for terminals and logs; causes are left out. */
export function errorToLine(error: unknown): string {
  if (error instanceof UnderstudyError) return `${error.message} ${error.remedy}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : 'An unknown error happened.';
}

/** Reached only when a switch over a closed union is not exhaustive. */
export function unreachable(value: never): never {
  throw new TypeError(`Not a member of the union: ${typeof value}`);
}
