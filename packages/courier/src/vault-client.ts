/** The vault, as its callers see it: the contract's routes, and the resumable upload. */
import { vaultRoutes, type VaultContract } from '@understudy/protocol';
import { createClient, type Client, type ClientOptions } from './client.ts';
import { CourierError } from './error.ts';
import { uploadSegment, type SegmentSource, type UploadOptions } from './upload.ts';

export type VaultClient = Client<VaultContract> & {
  uploadSegment(source: SegmentSource, options?: UploadOptions): Promise<void>;
  /** A resource of the log by its C2SP path, or null where there is none. */
  readLog(path: string): Promise<Uint8Array | null>;
};

export function createVaultClient(options: ClientOptions): VaultClient {
  const client = createClient('vault', vaultRoutes, options);
  return {
    ...client,
    uploadSegment: (source, upload) => uploadSegment(client, source, options, upload),
    readLog: (path) => readLog(client, path),
  };
}

/** Tiles are at most 8 KiB of hashes, or 256 entries: small enough to hold. */
async function readLog(
  client: Pick<Client<VaultContract>, 'log'>,
  path: string,
): Promise<Uint8Array | null> {
  try {
    const pieces: Uint8Array[] = [];
    for await (const piece of await client.log({ params: { path } })) pieces.push(piece);
    return new Uint8Array(
      await new Blob(pieces.map((piece) => new Uint8Array(piece))).arrayBuffer(),
    );
  } catch (error) {
    if (error instanceof CourierError && error.code === 'notAvailable') return null;
    throw error;
  }
}
