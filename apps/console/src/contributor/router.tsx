/** The contributor's pages and their addresses. Review, the largest, is loaded when it is opened. */
import {
  createBrowserHistory,
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { Broken } from '../shell/broken.tsx';
import { Missing } from '../shell/missing.tsx';
import { ContributorShell } from './contributor-shell.tsx';
import { standsOn } from './host.ts';
import { NowPage } from './now-page.tsx';

const root = createRootRoute({ component: ContributorShell, notFoundComponent: Missing });

const routes = [
  createRoute({ getParentRoute: () => root, path: '/', component: NowPage }),
  createRoute({
    getParentRoute: () => root,
    path: '/programs',
    component: lazyRouteComponent(() => import('./programs-page.tsx'), 'ProgramsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/programs/$program',
    component: lazyRouteComponent(() => import('./consent-page.tsx'), 'ConsentPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/sessions',
    component: lazyRouteComponent(() => import('./sessions-page.tsx'), 'SessionsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/sessions/$session',
    component: lazyRouteComponent(() => import('./review/review-page.tsx'), 'ReviewPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/cover',
    component: lazyRouteComponent(() => import('./cover/cover-page.tsx'), 'CoverPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/data',
    component: lazyRouteComponent(() => import('./data-page.tsx'), 'DataPage'),
  }),
];

export const createContributorRouter = () =>
  createRouter({
    routeTree: root.addChildren(routes),
    defaultPreload: 'intent',
    defaultErrorComponent: Broken,
    history: standsOn().address === 'hash' ? createHashHistory() : createBrowserHistory(),
  });
