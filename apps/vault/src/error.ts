/** What keeps a vault from starting; what it refuses while it runs is a ProtocolError. */
import { UnderstudyError } from '@understudy/base';

export type VaultErrorCode =
  | 'badTrust'
  | 'badDatabase'
  | 'badBlobs'
  | 'inUse'
  | 'portTaken'
  | 'addressUnusable'
  | 'badBackup'
  | 'notProduction';

export class VaultError extends UnderstudyError<VaultErrorCode> {}
