/** What every recorded database holds: asked of the API alone, so that every version can be asked for it. */

import type { CycleRequest } from '@evenkeel/model'
import { makeCycle, makeFinding, makeResource, type TestWorld } from './world.ts'

const [api, web, batch] = [
  makeResource('api', { namespace: 'payments', labels: { app: 'api' } }),
  makeResource('web', { namespace: 'shop', owner: 'Deployment/web' }),
  makeResource('batch', { namespace: 'shop' }),
] as const

/** The second turns one finding, brings one, and leaves a resource out. */
const cycles: CycleRequest[] = [
  makeCycle(
    [api, web, batch],
    [
      makeFinding(api, 'privileged'),
      makeFinding(api, 'anonymous'),
      makeFinding(web, 'privileged', { evaluation: 'unknown', reason: 'The list was forbidden.' }),
      makeFinding(batch, 'profiling'),
    ],
    { nodes: ['node-1'] },
  ),
  makeCycle(
    [api, web],
    [
      makeFinding(api, 'privileged'),
      makeFinding(api, 'anonymous', { evaluation: 'passed' }),
      makeFinding(web, 'privileged', { evaluation: 'unknown', reason: 'The list was forbidden.' }),
      makeFinding(web, 'profiling', { evidence: [{ path: 'a.b', actual: '☃', expected: null }] }),
    ],
    { sequence: 2, nodes: ['node-1'] },
  ),
]

/** By the version that knew them first; the ones before answer that there is nothing. */
const writes: [line: string, body: object][] = [
  [
    'POST /api/v1/exceptions',
    {
      query: 'rule.id : profiling',
      reason: 'Known.',
      category: 'accepted',
      owner: 'team-shop',
      until: null,
    },
  ],
  ['POST /api/v1/users', { name: 'zoe', role: 'editor', password: 'correct horse battery' }],
  ['POST /api/v1/tokens', { name: 'ci', role: 'viewer', expires_at: null }],
  [
    'POST /api/v1/views',
    {
      name: 'Shop',
      page: 'findings',
      search: 'q=shop',
      visibility: 'shared',
      is_default: false,
    },
  ],
  [
    'POST /api/v1/attestations',
    {
      rule_id: 'unnumbered',
      cluster_id: null,
      verdict: 'passed',
      statement: 'Looked at.',
      until: null,
      file: null,
    },
  ],
  [
    'POST /api/v1/rule-settings',
    {
      rule_ids: ['anonymous'],
      cluster_id: null,
      cluster_labels: {},
      severity: 'high',
      reason: 'Ours to rate.',
    },
  ],
]

/** Through whatever version `world` is of. */
export async function plantRecorded(world: TestWorld): Promise<void> {
  const created = await call(world, 'POST /api/v1/clusters', {
    body: { name: 'prod', labels: { team: 'shop' } },
  })
  const { enrolment_token: token }: { enrolment_token: string } = created.json()
  const enrolled = await call(world, 'POST /api/v1/agent/enrol', {
    bearer: token,
    body: { node: null, version: '1' },
  })
  const { credential }: { credential: string } = enrolled.json()
  for (const body of cycles) {
    const sent = await call(world, 'POST /api/v1/agent/cycles', { bearer: credential, body })
    if (sent.statusCode !== 200) throw new Error(`The cycle was not taken: ${sent.body}`)
    world.clock.now = new Date(world.clock.now.getTime() + 3_600_000)
  }
  for (const [line, body] of writes) {
    const { statusCode, body: answer } = await call(world, line, { body })
    if (statusCode >= 300 && statusCode !== 404) throw new Error(`${line}: ${answer}`)
  }
}

function call(world: TestWorld, line: string, { body, bearer }: { body: object; bearer?: string }) {
  const [method = '', url = ''] = line.split(' ')
  return world.app.inject({
    method: method as 'POST',
    url,
    payload: body,
    ...(bearer ? { headers: { authorization: `Bearer ${bearer}` } } : { cookies: world.cookies }),
  })
}
