/** The vault's contract (spec/protocol.md §4). The vault holds ciphertext and metadata, and no key that opens anything. */
import { consoleRoutes } from './vault-console-routes.ts';
import { collectRoutes } from './vault-collect-routes.ts';
import { governRoutes } from './vault-govern-routes.ts';
import { releaseRoutes } from './vault-release-routes.ts';
import type { Contract } from './route.ts';

export const vaultRoutes = {
  ...governRoutes,
  ...collectRoutes,
  ...releaseRoutes,
  ...consoleRoutes,
} as const satisfies Contract;
export type VaultContract = typeof vaultRoutes;
