import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { meQuery } from '../api/queries.ts';
import { CallbackPage } from '../pages/callback/callback-page.tsx';
import { Problem } from '../ui/states.tsx';
import { Layout } from './layout.tsx';
import { NotFound } from './not-found.tsx';
import { approvalsSearch, editorSearch, flowSearch, flowsSearch, runSearch, runsSearch } from './searches.ts';

// Every page is loaded when it is first opened; what it is asked for stands in the URL, and can be sent to somebody else.

const root = createRootRouteWithContext<{ queries: QueryClient }>()();

const callback = createRoute({ getParentRoute: () => root, path: '/callback', component: CallbackPage });

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: ({ context }) => context.queries.ensureQueryData(meQuery),
  component: Layout,
  errorComponent: ({ error, reset }) => <Problem whole error={error} retry={reset} />,
});

const dashboard = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/dashboard/dashboard-page.tsx'), 'DashboardPage'),
});
const runs = createRoute({
  getParentRoute: () => signedIn,
  path: '/runs',
  validateSearch: runsSearch,
  component: lazyRouteComponent(() => import('../pages/runs/runs-page.tsx'), 'RunsPage'),
});
const run = createRoute({
  getParentRoute: () => signedIn,
  path: '/runs/$id',
  validateSearch: runSearch,
  component: lazyRouteComponent(() => import('../pages/run/run-page.tsx'), 'RunPage'),
});
const flows = createRoute({
  getParentRoute: () => signedIn,
  path: '/flows',
  validateSearch: flowsSearch,
  component: lazyRouteComponent(() => import('../pages/flows/flows-page.tsx'), 'FlowsPage'),
});
const flow = createRoute({
  getParentRoute: () => signedIn,
  path: '/flows/$id',
  validateSearch: flowSearch,
  component: lazyRouteComponent(() => import('../pages/flow/flow-page.tsx'), 'FlowPage'),
});
const compare = createRoute({
  getParentRoute: () => signedIn,
  path: '/flows/$id/compare/$from/$to',
  component: lazyRouteComponent(() => import('../pages/flow/compare-page.tsx'), 'ComparePage'),
});
const editor = createRoute({
  getParentRoute: () => signedIn,
  path: '/editor',
  validateSearch: editorSearch,
  component: lazyRouteComponent(() => import('../pages/editor/editor-page.tsx'), 'EditorPage'),
});
const approvals = createRoute({
  getParentRoute: () => signedIn,
  path: '/approvals',
  validateSearch: approvalsSearch,
  component: lazyRouteComponent(() => import('../pages/approvals/approvals-page.tsx'), 'ApprovalsPage'),
});
const settings = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings',
  component: lazyRouteComponent(() => import('../pages/settings/settings-page.tsx'), 'SettingsPage'),
});

const elsewhere = createRoute({ getParentRoute: () => signedIn, path: '$', component: NotFound });

const tree = root.addChildren([
  callback,
  signedIn.addChildren([dashboard, runs, run, flows, flow, compare, editor, approvals, settings, elsewhere]),
]);

export const makeRouter = (queries: QueryClient) =>
  createRouter({ routeTree: tree, context: { queries }, defaultPreload: 'intent', scrollRestoration: true });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
