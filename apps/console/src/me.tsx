/** The contributor's home, served by the companion on this computer alone. */
import { takeTokenFromLink } from './contributor/companion-token.ts';
import { createContributorRouter } from './contributor/router.tsx';
import { boot } from './shell/boot.tsx';

takeTokenFromLink();
boot(createContributorRouter(), { network: 'always' });
