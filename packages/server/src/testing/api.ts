/** The application with one cluster whose agent reported one cycle, and a way to call it. */

import type { AppHost } from '../http/host.ts'
import {
  addCluster,
  makeCycle,
  makeFinding,
  makeResource,
  openTestWorld,
  type TestWorld,
} from './world.ts'

const api = makeResource('api', { namespace: 'payments', labels: { app: 'api' } })
/** Its namespace is one that a spreadsheet would run. */
const web = makeResource('web', { namespace: '=cmd()', owner: 'Deployment/web' })

export const reportedDeployments = [api, web] as const

export const reportedCycle = makeCycle(
  [api, web],
  [
    makeFinding(api, 'privileged'),
    makeFinding(api, 'anonymous', { evaluation: 'passed' }),
    makeFinding(web, 'privileged', { evaluation: 'unknown', reason: 'The list was forbidden.' }),
    makeFinding(web, 'profiling'),
  ],
  { nodes: ['node-1', 'node-2'] },
)

export interface CallOptions {
  body?: unknown
  bearer?: string
  isLoggedIn?: boolean
  headers?: Record<string, string>
}

export const query = (kql: string) => `q=${encodeURIComponent(kql)}`
export const anyId = '00000000-0000-8000-8000-000000000000'

export type TestApi = Awaited<ReturnType<typeof openTestApi>>

export async function openTestApi(options: Partial<AppHost> = {}) {
  const world = await openTestWorld('embedded', options)
  const call = createCall(world)
  const { clusterId, token } = await addCluster(world, 'prod')
  const body = { node: null, version: '1' }
  const enrolled = await call('POST /api/v1/agent/enrol', { bearer: token, body })
  const { credential }: { credential: string } = enrolled.json()
  const cycled = await call('POST /api/v1/agent/cycles', {
    bearer: credential,
    body: reportedCycle,
  })
  if (cycled.statusCode !== 200) throw new Error(`The cycle was not taken: ${cycled.body}`)
  return { world, call, clusterId, enrolmentToken: token, credential }
}

function createCall(world: TestWorld) {
  /** `GET /api/v1/findings`, logged in unless told otherwise. */
  return async (
    line: string,
    { body, bearer, isLoggedIn = true, headers = {} }: CallOptions = {},
  ) => {
    const [method = 'GET', url = '/'] = line.split(' ')
    return await world.app.inject({
      method: method as 'GET',
      url,
      headers: { ...headers, ...(bearer && { authorization: `Bearer ${bearer}` }) },
      ...(isLoggedIn && !bearer && { cookies: world.cookies }),
      ...(body !== undefined && { payload: body as object }),
    })
  }
}
