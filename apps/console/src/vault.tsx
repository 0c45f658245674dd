/** The steward's and the researcher's home, served by the vault. */
import { boot } from './shell/boot.tsx';
import { createVaultRouter } from './vault/router.tsx';

boot(createVaultRouter());
