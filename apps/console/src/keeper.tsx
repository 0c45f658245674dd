/**
 * The keeper's own page, served by the keeper itself: a steward locks down and
 * resumes here, also while the vault is away.
 */
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { boot } from './shell/boot.tsx';
import { KeeperPage } from './keeper/keeper-page.tsx';
import { Shell } from './shell/shell.tsx';
import { Broken } from './shell/broken.tsx';
import { Missing } from './shell/missing.tsx';
import { strings } from './strings/strings.ts';

const root = createRootRoute({
  component: () => <Shell entries={[{ to: '/', text: strings.keeper.heading }]} />,
  notFoundComponent: Missing,
});
const page = createRoute({ getParentRoute: () => root, path: '/', component: KeeperPage });
boot(createRouter({ routeTree: root.addChildren([page]), defaultErrorComponent: Broken }));
