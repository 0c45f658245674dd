/**
 * Follows a log from outside: reads its newest head from the vault, cosigns
 * what extends the last one, and takes the cosignature to the keeper. Needs no
 * open port at the witness, and shows loudly what it refuses.
 */
import { createKeeperClient, createVaultClient } from '@understudy/courier';
import { seekCosignature, verifyCheckpoint, type LogTrust, type Witness } from '@understudy/tlog';

export interface Followed {
  readonly size: number;
  readonly note: string;
}

/** @returns the head that was cosigned. @throws TlogError rolledBack, forked; CourierError */
export async function cosignOnce(
  witness: Witness,
  trust: LogTrust,
  urls: { readonly vault: string; readonly keeper: string },
): Promise<Followed> {
  const vault = createVaultClient({ baseUrl: urls.vault });
  const note = await seekCosignature(
    // What is served as the head may already carry cosignatures, of which some may be unknown here.
    (path) => vault.readLog(path),
    { log: trust.log, witnesses: [witness.verifier] },
    (body) => witness.addCheckpoint(body),
  );
  await createKeeperClient({ baseUrl: urls.keeper }).cosign({ body: { note } });
  const { size } = verifyCheckpoint(note, { log: trust.log, witnesses: [] });
  return { size, note };
}
