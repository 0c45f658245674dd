export { backupVault } from './backup/make.ts';
export { restoreVault } from './backup/restore.ts';
export { withConsole } from './console-files.ts';
export { VaultError } from './error.ts';
export {
  developmentAccounts,
  developmentClientId,
  startDevelopmentProvider,
  type DevelopmentAccount,
} from './identity/development-provider.ts';
export { subjectHash, type OidcOptions } from './identity/oidc.ts';
export type { VaultPlace } from './place.ts';
export { listen, type Listening } from './serve.ts';
export { readStoredSegment, valuesOfDatabase } from './stored.ts';
export { addToTrust, type TrustFile } from './trust.ts';
export { openVault, type Vault, type VaultOptions } from './vault.ts';
