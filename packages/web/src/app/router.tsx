/** The pages and their addresses. Each page is loaded when it is first visited. */

import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
  retainSearchParams,
} from '@tanstack/react-router'
import { NotFoundPage } from '../shell/not-found-page.tsx'
import { PageError } from '../shell/page-error.tsx'
import { Root } from '../shell/root.tsx'
import { parseSearch, stringifySearch, validSearch } from '../url/search-params.ts'
import {
  readAccessSearch,
  readClustersSearch,
  readExceptionsSearch,
  readFindingSearch,
  readFindingsSearch,
  readFrameworkSearch,
  readRbacSearch,
  readResourceSearch,
  readResourcesSearch,
  readRulesSearch,
  readScopeSearch,
  type ScopeSearch,
} from '../url/searches.ts'

const rootRoute = createRootRoute({
  component: Root,
  notFoundComponent: NotFoundPage,
  validateSearch: (raw: Record<string, unknown>): ScopeSearch => validSearch(readScopeSearch(raw)),
  search: { middlewares: [retainSearchParams(['scope', 'at'])] },
})

const overviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../overview/overview-page.tsx'), 'OverviewPage'),
})

const findingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/findings',
  validateSearch: (raw: Record<string, unknown>) => validSearch(readFindingsSearch(raw)),
  component: lazyRouteComponent(() => import('../findings/findings-page.tsx'), 'FindingsPage'),
})

const findingRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/findings/$findingId',
  validateSearch: (raw: Record<string, unknown>) => validSearch(readFindingSearch(raw)),
  component: lazyRouteComponent(() => import('../findings/finding-page.tsx'), 'FindingPage'),
})

const clustersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/clusters',
  validateSearch: (raw: Record<string, unknown>) => validSearch(readClustersSearch(raw)),
  component: lazyRouteComponent(() => import('../clusters/clusters-page.tsx'), 'ClustersPage'),
})

const clusterRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/clusters/$clusterId',
  component: lazyRouteComponent(() => import('../clusters/cluster-page.tsx'), 'ClusterPage'),
})

const complianceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/compliance',
  component: lazyRouteComponent(
    () => import('../compliance/compliance-page.tsx'),
    'CompliancePage',
  ),
})

const frameworkRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/compliance/$frameworkId',
  validateSearch: (raw: Record<string, unknown>) => validSearch(readFrameworkSearch(raw)),
  component: lazyRouteComponent(() => import('../compliance/framework-page.tsx'), 'FrameworkPage'),
})

const rulesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/rules',
  validateSearch: (raw: Record<string, unknown>) => validSearch(readRulesSearch(raw)),
  component: lazyRouteComponent(() => import('../rules/rules-page.tsx'), 'RulesPage'),
})

const ruleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/rules/$ruleId',
  component: lazyRouteComponent(() => import('../rules/rule-page.tsx'), 'RulePage'),
})

const resourcesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/resources',
  validateSearch: (raw: Record<string, unknown>) => validSearch(readResourcesSearch(raw)),
  component: lazyRouteComponent(() => import('../resources/resources-page.tsx'), 'ResourcesPage'),
})

const inventoryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/inventory',
  component: lazyRouteComponent(() => import('../inventory/inventory-page.tsx'), 'InventoryPage'),
})

const systemRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/system',
  component: lazyRouteComponent(() => import('../system/system-page.tsx'), 'SystemPage'),
})

const rbacRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/rbac',
  validateSearch: (raw: Record<string, unknown>) => validSearch(readRbacSearch(raw)),
  component: lazyRouteComponent(() => import('../rbac/rbac-page.tsx'), 'RbacPage'),
})

const resourceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/resources/$resourceId',
  validateSearch: (raw: Record<string, unknown>) => validSearch(readResourceSearch(raw)),
  component: lazyRouteComponent(() => import('../resources/resource-page.tsx'), 'ResourcePage'),
})

const exceptionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/exceptions',
  validateSearch: (raw: Record<string, unknown>) => validSearch(readExceptionsSearch(raw)),
  component: lazyRouteComponent(
    () => import('../exceptions/exceptions-page.tsx'),
    'ExceptionsPage',
  ),
})

const accessRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/access',
  validateSearch: (raw: Record<string, unknown>) => validSearch(readAccessSearch(raw)),
  component: lazyRouteComponent(() => import('../access/access-page.tsx'), 'AccessPage'),
})

const routeTree = rootRoute.addChildren([
  overviewRoute,
  findingsRoute,
  findingRoute,
  clustersRoute,
  clusterRoute,
  complianceRoute,
  frameworkRoute,
  rulesRoute,
  ruleRoute,
  resourcesRoute,
  resourceRoute,
  inventoryRoute,
  systemRoute,
  rbacRoute,
  exceptionsRoute,
  accessRoute,
])

export function createAppRouter(history?: RouterHistory) {
  return createRouter({
    routeTree,
    ...(history ? { history } : {}),
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultErrorComponent: PageError,
    defaultPendingMs: 300,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
