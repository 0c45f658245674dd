/** The steward's and the researcher's home, served by the vault. */
import { boot } from './shell/boot.tsx';
import { createVaultRouter } from './vault/router.tsx';
import { askWhoAgain } from './vault/vault.ts';

boot(createVaultRouter(), { onRefused: askWhoAgain });
