/** Gets a witness's cosignature on a log's newest checkpoint, from whichever side has the tiles. */
import { verifyCheckpoint, type LogTrust } from './checkpoint.ts';
import { TlogError } from './error.ts';
import type { ReadResource } from './resource.ts';
import { checkpointPath } from './tile.ts';
import { createTree, readOrThrow } from './tree.ts';
import { addCheckpointToBody, withSignatureLines, type WitnessAnswer } from './witness.ts';

/** Takes an add-checkpoint body to the witness: by HTTP, or straight to a `Witness` in this process. */
export type SendToWitness = (body: string) => Promise<Pick<WitnessAnswer, 'status' | 'body'>>;

/**
 * The cosigned note, to be kept by `Log.addCosignatures`.
 * @throws TlogError rolledBack where the witness has seen a larger log, forked where it has seen another
 */
export async function seekCosignature(
  read: ReadResource,
  trust: LogTrust,
  send: SendToWitness,
): Promise<string> {
  const note = new TextDecoder().decode(await readOrThrow(read, checkpointPath));
  const { size } = verifyCheckpoint(note, { ...trust, quorum: 0 });
  const tree = createTree(read, size);
  let oldSize = 0;
  // Twice at most: the first request learns which size the witness has seen.
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const proof = oldSize === size ? [] : await tree.consistencyProof(oldSize);
    const answer = await send(addCheckpointToBody(oldSize, proof, note));
    if (answer.status === 200) {
      const cosigned = withSignatureLines(note, answer.body);
      verifyCheckpoint(cosigned, { ...trust, quorum: 1 });
      return cosigned;
    }
    const seen = /^[0-9]{1,16}\n$/.test(answer.body) ? Number(answer.body) : null;
    if (answer.status !== 409 || seen === null) throw refused('forked', answer.status);
    if (seen > size) throw refused('rolledBack', answer.status);
    oldSize = seen;
  }
  throw refused('forked', 409);
}

function refused(code: 'forked' | 'rolledBack', status: number): TlogError {
  return new TlogError({
    code,
    message: `The witness refused the checkpoint (${status}): ${
      code === 'forked' ? 'it does not extend' : 'it is smaller than'
    } the one that the witness cosigned before.`,
    remedy: 'Stop releases, keep both checkpoints, and find out who changed the log.',
  });
}
