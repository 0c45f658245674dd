/** The door for `understudy vault` and for tests. */
export { VaultError } from './error.ts';
export { listen, type Listening } from './serve.ts';
export { addToTrust, type TrustFile } from './trust.ts';
export { openVault, type Vault, type VaultOptions } from './vault.ts';
