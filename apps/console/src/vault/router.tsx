/** The vault's pages and their addresses; which of them a person sees, their role says. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { Broken } from '../shell/broken.tsx';
import { Missing } from '../shell/missing.tsx';
import { HomePage } from './home-page.tsx';
import { VaultShell } from './vault-shell.tsx';

const root = createRootRoute({ component: VaultShell, notFoundComponent: Missing });

const routes = [
  createRoute({ getParentRoute: () => root, path: '/', component: HomePage }),
  createRoute({
    getParentRoute: () => root,
    path: '/grants',
    component: lazyRouteComponent(() => import('../steward/grants-page.tsx'), 'GrantsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/ask/$program',
    component: lazyRouteComponent(() => import('../researcher/ask-page.tsx'), 'AskPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/my-grants',
    component: lazyRouteComponent(() => import('../researcher/my-grants-page.tsx'), 'MyGrantsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/my-datasets',
    component: lazyRouteComponent(() => import('../researcher/datasets-page.tsx'), 'DatasetsPage'),
  }),
];

export const createVaultRouter = () =>
  createRouter({
    routeTree: root.addChildren(routes),
    defaultPreload: 'intent',
    defaultErrorComponent: Broken,
  });
