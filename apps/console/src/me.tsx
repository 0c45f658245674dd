/** The contributor's home, served by the companion on this computer alone. */
import { createContributorRouter } from './contributor/router.tsx';
import { signInFromLink } from './contributor/sign-in.ts';
import { boot } from './shell/boot.tsx';

await signInFromLink(location, history);
boot(createContributorRouter(), 'always');
