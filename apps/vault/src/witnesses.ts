/** Who has cosigned the log, how far and when: read from the log's own `witnessed` note, for the eye; audits verify it. */
import { CourierError, type KeeperClient } from '@understudy/courier';
import { witnessedPath } from '@understudy/tlog';

export interface WitnessStatus {
  readonly name: string;
  readonly cosignedSize: number;
  readonly at: string | null;
}

/** Key id, and a cosignature (C2SP tlog-cosignature): 8 bytes of time, in seconds, 64 of Ed25519. */
const payloadBytes = 4 + 8 + 64;

export async function readWitnesses(
  keeper: KeeperClient,
  signal: AbortSignal,
): Promise<WitnessStatus[]> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of await keeper.log({ params: { path: witnessedPath }, signal })) {
      pieces.push(piece);
    }
  } catch (error) {
    // Nobody has cosigned yet, or the keeper is away: both show as no witness.
    if (error instanceof CourierError || signal.aborted) return [];
    throw error;
  }
  return noteToWitnesses(Buffer.concat(pieces).toString('utf8'));
}

/** A signed note: its text, an empty line, and lines `— <name> <base64>`. */
function noteToWitnesses(note: string): WitnessStatus[] {
  const [text = '', lines = ''] = note.split('\n\n', 2);
  const cosignedSize = Number(text.split('\n')[1] ?? 0);
  return lines.split('\n').flatMap((line) => {
    const [mark, name, base64] = line.split(' ');
    const payload = Buffer.from(base64 ?? '', 'base64');
    if (mark !== '—' || name === undefined || payload.length !== payloadBytes) return [];
    const at = new Date(Number(payload.readBigUInt64BE(4)) * 1000).toISOString();
    return [{ name, cosignedSize, at }];
  });
}
