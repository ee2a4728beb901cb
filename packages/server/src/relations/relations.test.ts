/** Maps around resources, versions of them, and who can do what: over the API, on a real database. */
import type {
  AccessGrantPage,
  AccessPathPage,
  AccessSubjectPage,
  Relations,
  ResourceVersion,
} from '@evenkeel/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingestCycle } from '../ingest/ingest.ts'
import { clusterObjects } from '../testing/cluster-objects.ts'
import {
  addCluster,
  makeCycle,
  makeFinding,
  makeResource,
  openTestWorld,
  slowMs,
  type TestWorld,
} from '../testing/world.ts'

let world: TestWorld
let clusterId = ''

beforeAll(async () => {
  world = await openTestWorld()
  clusterId = (await addCluster(world, 'mapped')).clusterId
  const api = clusterObjects.find((it) => it.name === 'api' && it.sub_type === 'Deployment')!
  await ingestCycle(
    world.host,
    clusterId,
    makeCycle(clusterObjects, [makeFinding(api, 'privileged')]),
  )
}, slowMs)
afterAll(() => world.close())

async function get<T>(path: string): Promise<T> {
  const answer = await world.app.inject({ url: `/api/v1${path}`, cookies: world.cookies })
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return answer.json()
}

const short = (id: string) =>
  id
    .split('/')
    .slice(id.startsWith('k8s_object') ? 2 : 1)
    .join('/')

async function mapOf(id: string, hops: number) {
  const url = `/resources/${encodeURIComponent(id)}/relations?cluster=${clusterId}&hops=${hops}`
  const { resources, edges, omitted } = await get<Relations>(url)
  return {
    edges: edges
      .map(({ from, to, kind, label }) =>
        [short(from), kind, short(to), ...(label && [`(${label})`])].join(' '),
      )
      .sort(),
    resources: new Map(resources.map((it) => [short(it.id), it])),
    omitted,
  }
}

const deployment = 'k8s_object/apps/Deployment/payments/api'

test('a workload leads to its account, bindings and roles, and back to what reaches it', async () => {
  const map = await mapOf(deployment, 3)
  expect(map.edges).toEqual([
    'ClusterRoleBinding/all-accounts grants ClusterRole/missing',
    'ClusterRoleBinding/api-admin grants ClusterRole/cluster-admin',
    'Deployment/payments/api mounts ConfigMap/payments/settings (volume settings)',
    'Deployment/payments/api mounts PersistentVolumeClaim/payments/files (volume files)',
    'Deployment/payments/api mounts Secret/payments/keys (environment of main)',
    'Deployment/payments/api owns Pod/payments/api-*',
    'Deployment/payments/api runs-as ServiceAccount/payments/api',
    'Ingress/payments/shop routes-to Service/payments/api (shop.example.org/pay)',
    'Namespace/payments contains Deployment/payments/api',
    'NetworkPolicy/payments/web applies-to Deployment/payments/api',
    'Pod/payments/api-* runs-as ServiceAccount/payments/default',
    'Pod/payments/api-* runs-on Node/node-1',
    'Service/payments/api selects Deployment/payments/api',
    'ServiceAccount/payments/api subject-of ClusterRoleBinding/all-accounts (as system:serviceaccounts:payments)',
    'ServiceAccount/payments/api subject-of ClusterRoleBinding/api-admin',
    'ServiceAccount/payments/default subject-of ClusterRoleBinding/all-accounts (as system:serviceaccounts:payments)',
  ])
  expect(map.omitted).toBe(0)
})

test('risks are told in words, where they are and where they reach', async () => {
  const { resources } = await mapOf(deployment, 3)
  const risk = (id: string) => resources.get(id)?.risk
  expect(risk('ClusterRole/cluster-admin')).toBe('may do everything')
  expect(risk('ClusterRoleBinding/api-admin')).toBe('bound to cluster-admin, may do everything')
  expect(risk('ServiceAccount/payments/api')).toContain('bound to cluster-admin')
  expect(risk('Service/payments/api')).toBe(
    'reachable through a load balancer, takes requests from outside',
  )
  expect(risk('Deployment/payments/api')).toMatch(/^privileged, host network.*load balancer/)
  expect(risk('ConfigMap/payments/settings')).toBe(null)
})

test('what was only named is on the map, and said not to be seen', async () => {
  const { resources } = await mapOf(deployment, 1)
  expect(resources.get('Secret/payments/keys')).toMatchObject({
    kind: 'Secret',
    name: 'keys',
    namespace: 'payments',
    is_seen: false,
    hops: 1,
  })
  expect(resources.get('Deployment/payments/api')).toMatchObject({
    is_seen: true,
    failed: 1,
    hops: 0,
  })
})

test.each([
  [
    'a role',
    'k8s_object/rbac.authorization.k8s.io/ClusterRole/cluster-admin',
    3,
    [
      'ClusterRoleBinding/api-admin grants ClusterRole/cluster-admin',
      'Deployment/payments/api runs-as ServiceAccount/payments/api',
      'Deployment/payments/other runs-as ServiceAccount/payments/api',
      'ServiceAccount/payments/api subject-of ClusterRoleBinding/api-admin',
    ],
  ],
  [
    'a service',
    'k8s_object/core/Service/payments/api',
    1,
    [
      'Ingress/payments/shop routes-to Service/payments/api (shop.example.org/pay)',
      'Namespace/payments contains Service/payments/api',
      'Service/payments/api selects Deployment/payments/api',
    ],
  ],
  [
    'a policy',
    'k8s_object/networking.k8s.io/NetworkPolicy/payments/web',
    1,
    [
      'Namespace/payments contains NetworkPolicy/payments/web',
      'NetworkPolicy/payments/web applies-to Deployment/payments/api',
    ],
  ],
  [
    'a node',
    'k8s_object/core/Node/node-1',
    2,
    ['Deployment/payments/api owns Pod/payments/api-*', 'Pod/payments/api-* runs-on Node/node-1'],
  ],
])('the map of %s', async (_, id, hops, edges) => {
  expect((await mapOf(id, hops)).edges).toEqual(edges)
})

test('a namespace contains its resources', async () => {
  const { edges } = await mapOf('k8s_object/core/Namespace/payments', 1)
  expect(edges).toHaveLength(clusterObjects.filter((it) => it.namespace === 'payments').length)
})

test('a map has room for so many, and says how many it leaves out', async () => {
  const other = (await addCluster(world, 'crowded')).clusterId
  const account = clusterObjects.find((it) => it.sub_type === 'ServiceAccount')!
  const template = clusterObjects.find((it) => it.name === 'other')!
  const users = Array.from({ length: 30 }, (_, index) => ({
    ...template,
    name: `w${index}`,
    id: `k8s_object/apps/Deployment/payments/w${index}`,
  }))
  await ingestCycle(world.host, other, makeCycle([account, ...users], []))
  const url = `/resources/${encodeURIComponent(account.id)}/relations?cluster=${other}&hops=1`
  const map = await get<Relations>(url)
  expect(map.resources.filter((it) => it.kind === 'Deployment')).toHaveLength(12)
  expect(map.omitted).toBe(18)
})

test('links go with what names them, and come back with it', async () => {
  const own = (await addCluster(world, 'leaving')).clusterId
  const kept = clusterObjects.filter((it) => it.sub_type !== 'Deployment')
  const url = `/resources/${encodeURIComponent('k8s_object/core/ServiceAccount/payments/api')}/relations?cluster=${own}&hops=1`
  const users = async () =>
    (await get<Relations>(url)).edges.filter((it) => it.kind === 'runs-as').length
  const counts = []
  for (const [index, rows] of [clusterObjects, kept, clusterObjects].entries()) {
    await ingestCycle(world.host, own, makeCycle(rows, [], { sequence: index + 1 }))
    counts.push(await users())
  }
  expect(counts).toEqual([2, 0, 2])
})

const access = (query: string) => get<AccessPathPage>(`/access-paths?cluster=${clusterId}&${query}`)

test('who can do something is told with binding, role and rule', async () => {
  const { items, total } = await access('verb=get&resource=secrets&namespace=payments')
  expect(total).toBe(1)
  expect(items[0]).toMatchObject({
    subject: { kind: 'ServiceAccount', name: 'api', namespace: 'payments' },
    namespace: null,
    binding: { kind: 'ClusterRoleBinding', name: 'api-admin' },
    role: { kind: 'ClusterRole', name: 'cluster-admin' },
    rule: { verbs: ['*'] },
    is_builtin: false,
  })
})

test('everybody whom a binding names is listed', async () => {
  const { items } = await get<AccessSubjectPage>(`/access-subjects?cluster=${clusterId}`)
  expect(items).toEqual([
    {
      subject: { kind: 'Group', name: 'system:serviceaccounts:payments', namespace: null },
      bindings: 1,
      is_builtin: false,
    },
    {
      subject: { kind: 'ServiceAccount', name: 'api', namespace: 'payments' },
      bindings: 1,
      is_builtin: false,
    },
  ])
})

test.each<[subject: string, grants: string[], warnings: number]>([
  [
    'kind=ServiceAccount&namespace=payments&name=api',
    [
      'ServiceAccount api: cluster-admin, 1 rule',
      'Group system:serviceaccounts:payments: missing, 0 rules, not seen',
    ],
    2,
  ],
  ['kind=ServiceAccount&namespace=other&name=api', [], 2],
  [
    'kind=Group&name=system:serviceaccounts:payments',
    ['Group system:serviceaccounts:payments: missing, 0 rules, not seen'],
    2,
  ],
  ['kind=User&name=nobody', [], 2],
])('%s was given what its bindings and those of its groups say', async (subject, grants, count) => {
  const page = await get<AccessGrantPage>(`/access-grants?cluster=${clusterId}&${subject}`)
  expect(
    page.items.map(({ through, role, rules }) => {
      const noun = rules.length === 1 ? 'rule' : 'rules'
      const seen = role.id ? '' : ', not seen'
      return `${through.kind} ${through.name}: ${role.name}, ${rules.length} ${noun}${seen}`
    }),
  ).toEqual(grants)
  expect(page.warnings).toHaveLength(count)
})

test('kinds that were not seen are said, for nobody found is not nobody', async () => {
  const { warnings } = await access('verb=get&resource=secrets')
  expect(warnings).toEqual([
    'No Role of this cluster was seen, so paths may be missing.',
    'No RoleBinding of this cluster was seen, so paths may be missing.',
  ])
})

const versionsOf = (id: string, cluster: string, more = '') =>
  get<ResourceVersion[]>(`/resources/${encodeURIComponent(id)}/versions?cluster=${cluster}${more}`)

test('former versions are kept, with what a rule said of each', async () => {
  const own = (await addCluster(world, 'versions')).clusterId
  const verdicts = ['passed', 'failed', 'failed'] as const
  for (const [index, evaluation] of verdicts.entries()) {
    world.clock.now = new Date(world.clock.now.getTime() + 60_000)
    const row = makeResource('api', { data: { step: 'x'.repeat(index) } })
    const finding = makeFinding(row, 'privileged', { evaluation })
    await ingestCycle(world.host, own, makeCycle([row], [finding], { sequence: index + 1 }))
  }
  const { id } = makeResource('api')
  const versions = await versionsOf(id, own, '&rule=privileged')
  expect(versions.map(({ is_current, evaluation }) => [is_current, evaluation])).toEqual([
    [true, 'failed'],
    [false, 'failed'],
    [false, 'passed'],
  ])
  const hash = encodeURIComponent(versions.at(-1)?.hash ?? '')
  const passing = await get<{ data: unknown }>(
    `/resources/${encodeURIComponent(id)}/versions/${hash}?cluster=${own}`,
  )
  expect(passing.data).toEqual({ step: '' })
  expect((await versionsOf(id, own)).map((it) => it.evaluation)).toEqual([null, null, null])
})

test('of many versions the newest stay, and the last one that passed', async () => {
  const own = (await addCluster(world, 'many')).clusterId
  for (let step = 1; step <= 25; step += 1) {
    world.clock.now = new Date(world.clock.now.getTime() + 60_000)
    const row = makeResource('api', { data: { step: 'x'.repeat(step) } })
    const finding = makeFinding(row, 'privileged', { evaluation: step === 3 ? 'passed' : 'failed' })
    await ingestCycle(world.host, own, makeCycle([row], [finding], { sequence: step }))
  }
  const versions = await versionsOf(makeResource('api').id, own, '&rule=privileged')
  expect(versions.map((it) => it.evaluation)).toEqual([
    ...Array.from({ length: 9 }, () => 'failed'),
    'passed',
  ])
})
