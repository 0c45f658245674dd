/** placeholder until tlog lands */
import type { Join } from './join.ts';

export interface LoggedFact {
  readonly entry: Uint8Array;
  readonly index: number;
  readonly checkpoint: string;
  readonly proof: readonly string[];
  /** What the entry must name for it to be about this. */
  readonly mustName: string;
}

export async function checkLogProof(_join: Join, _fact: LoggedFact): Promise<void> {}
