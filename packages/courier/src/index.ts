export { defaultBackoff, type Backoff, type Sleep } from './backoff.ts';
export { createClient, type Client, type ClientOptions, type InputOf } from './client.ts';
export { createConsoleClient, type ConsoleCall, type ConsoleClient } from './console-client.ts';
export { CourierError, neverArrived, type CourierErrorCode } from './error.ts';
export { createKeeperClient, type KeeperClient } from './keeper-client.ts';
export { type SegmentSource, type UploadOptions } from './upload.ts';
export { createVaultClient, type VaultClient } from './vault-client.ts';
export {
  createCompanionClient,
  sendOverNetwork,
  type CompanionCall,
  type CompanionClient,
  type CompanionClientOptions,
} from './companion-client.ts';
