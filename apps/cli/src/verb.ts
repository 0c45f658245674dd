/**
 * What a verb of the command line is: a name, its options, and a run that
 * speaks through `Output` and returns nothing or throws an UnderstudyError.
 */
import type { Command } from 'commander';
import type { Output } from './output.ts';

/** Everything of the outside that a verb may touch; tests pass their own. */
export interface VerbContext {
  readonly output: Output;
  /** `--home DIR`: everything of one person on one device. */
  readonly homeDir: () => string;
  readonly json: () => boolean;
}

/** Adds the verb (with its options and its action) to the program. */
export type RegisterVerb = (program: Command, context: VerbContext) => void;
