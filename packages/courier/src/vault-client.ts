/** The vault, as its callers see it: the contract's routes, and the resumable upload. */
import { vaultRoutes, type VaultContract } from '@understudy/protocol';
import { createClient, type Client, type ClientOptions } from './client.ts';
import { uploadSegment, type SegmentSource, type UploadOptions } from './upload.ts';

export type VaultClient = Client<VaultContract> & {
  uploadSegment(source: SegmentSource, options?: UploadOptions): Promise<void>;
};

export function createVaultClient(options: ClientOptions): VaultClient {
  const client = createClient('vault', vaultRoutes, options);
  return {
    ...client,
    uploadSegment: (source, upload) => uploadSegment(client, source, options, upload),
  };
}
