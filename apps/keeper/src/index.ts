export { backupKeeper, restoreKeeper } from './backup.ts';
export { readBuild, version } from './build.ts';
export { KeeperError, type KeeperErrorCode } from './error.ts';
export { initKeeper, type InitializedKeeper, type InitOptions } from './init.ts';
export { openKeeper, type Keeper, type KeeperSeams } from './keeper.ts';
export type { ProtectorChoice, UnsealProof } from './keys/root.ts';
export { listen, type Listening } from './listen.ts';
export { changeOrigins } from './origins.ts';
export { openStandby } from './replica/standby.ts';
