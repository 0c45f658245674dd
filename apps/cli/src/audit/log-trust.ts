/** Verifier keys as text → whom an audit believes: with witnesses named, at least one must have cosigned. */
import { parseVerifier, type LogTrust } from '@understudy/tlog';

export interface LogKeys {
  readonly logKey: string;
  readonly witnessKeys: readonly string[];
}

export function parseLogTrust({ logKey, witnessKeys }: LogKeys): LogTrust {
  const witnesses = witnessKeys.map(parseVerifier);
  return { log: parseVerifier(logKey), witnesses, quorum: Math.min(1, witnesses.length) };
}
