/** The addresses of all pages, as the router has them, and something that is there for each of their parameters. */

import { readFileSync } from 'node:fs'
import type { PagesWorld } from './world.ts'

const router = readFileSync(
  new URL('../../packages/web/src/app/router.tsx', import.meta.url),
  'utf8',
)
/** `/findings/$findingId` and all others. */
export const routes = [...router.matchAll(/^ {2}path: '([^']+)'/gm)].map(([, path = '']) => path)

/** The address of a route with its parameters filled in. */
export function addressOf(route: string, known: Record<string, string>): string {
  return route.replaceAll(/\$(\w+)/g, (_, name: string) => {
    const value = known[name]
    if (value === undefined) throw new Error(`Say in readIds what ${name} of ${route} may be.`)
    return value
  })
}

/** By the name of each parameter. */
export async function readIds(world: PagesWorld): Promise<Record<string, string>> {
  interface Found {
    items: { id: string; rule: { id: string }; resource: { id: string }; cluster: { id: string } }[]
  }
  const q = encodeURIComponent('result.evaluation : failed')
  const [finding] = (await world.call<Found>('GET', `/api/v1/findings?q=${q}`)).items
  if (!finding) throw new Error('There is no failed finding.')
  return {
    findingId: finding.id,
    clusterId: finding.cluster.id,
    frameworkId: 'cis-kubernetes-2.0',
    ruleId: finding.rule.id,
    resourceId: `${encodeURIComponent(finding.resource.id)}?cluster=${finding.cluster.id}`,
  }
}
