/** The contributor's pages for whoever else serves them (the browser extension). */
import { standOn, type ContributorHost } from './contributor/host.ts';
import { createContributorRouter } from './contributor/router.tsx';
import { boot } from './shell/boot.tsx';

export type { ContributorHost };

/** Into `#root` of the page, with the product's style; once a page. */
export function mountContributor(host: ContributorHost): void {
  standOn(host);
  boot(createContributorRouter(), { network: 'always' });
}
