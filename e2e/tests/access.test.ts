/** Who can do what is told as the API server's own authorizer decides it. */

import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type AccessScope,
  findAccessPaths,
  type RbacObject,
} from '../../packages/server/src/relations/access-paths.ts'
import { type ApiOnlyCluster, startApiOnly } from '../cluster/api-only.ts'
import { type ApiConnection, connect } from '../cluster/requests.ts'
import { missing, title } from '../requirements.ts'

const reasons = missing('api')
const seed = Number(process.env.EVENKEEL_E2E_SEED ?? 20)
const counts = { roles: 40, bindings: 80, questions: 1500 }
/** Of either answer: fewer would say little. */
const answersMin = 100

const namespaces = ['one', 'two']
const groupName = 'rbac.authorization.k8s.io'
const apiVersion = `${groupName}/v1`

const some = <T>(...values: T[]) => fc.subarray(values, { minLength: 1, maxLength: 3 })
const rule = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      verbs: some('get', 'list', 'create', 'delete', '*'),
      apiGroups: some('', 'apps', '*'),
      resources: some('secrets', 'pods', 'pods/log', 'deployments', '*/scale', 'nodes', '*'),
      resourceNames: fc.oneof(fc.constant([]), fc.constant(['a', 'b'])),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      verbs: some('get', 'post', '*'),
      nonResourceURLs: some('/metrics', '/metrics/*', '/healthz', '*'),
    }),
  },
)
const isOfResources = (it: object) => 'resources' in it
const rules = fc.array(rule, { minLength: 1, maxLength: 3 })
const namespace = fc.constantFrom(...namespaces)
const labels = fc.constantFrom({}, { aggregate: 'x' }, { aggregate: 'y' })
const account = fc.record({
  kind: fc.constant('ServiceAccount'),
  name: fc.constantFrom('a', 'b'),
  namespace,
})
const named = fc.record({
  kind: fc.constantFrom('User', 'Group'),
  name: fc.constantFrom('ann', 'ben', 'system:serviceaccount:one:a', 'system:serviceaccounts:two'),
  apiGroup: fc.constant(groupName),
})
const subjects = fc.array(fc.oneof(account, named), { minLength: 1, maxLength: 3 })
const roleName = fc.integer({ min: 0, max: counts.roles - 1 }).map((index) => `r${index}`)

function makeRoles() {
  const arbitrary = fc.record({
    isWide: fc.boolean(),
    namespace,
    rules,
    labels,
    isSum: fc.boolean(),
  })
  return fc.sample(arbitrary, { numRuns: counts.roles, seed }).map((it, index) => ({
    apiVersion,
    kind: it.isWide ? 'ClusterRole' : 'Role',
    metadata: {
      name: `r${index}`,
      labels: it.labels,
      ...(!it.isWide && { namespace: it.namespace }),
    },
    ...(it.isWide && it.isSum && index % 4 === 0
      ? { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { aggregate: 'x' } }] } }
      : { rules: it.isWide ? it.rules : it.rules.filter(isOfResources) }),
  }))
}

function makeBindings() {
  const arbitrary = fc.record({
    isWide: fc.integer({ min: 0, max: 3 }).map((it) => it === 0),
    isOfRole: fc.boolean(),
    namespace,
    subjects,
    role: roleName,
  })
  return fc.sample(arbitrary, { numRuns: counts.bindings, seed: seed + 1 }).map((it, index) => ({
    apiVersion,
    kind: it.isWide ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name: `b${index}`, ...(!it.isWide && { namespace: it.namespace }) },
    roleRef: {
      apiGroup: groupName,
      kind: it.isWide || !it.isOfRole ? 'ClusterRole' : 'Role',
      name: it.role,
    },
    subjects: it.subjects,
  }))
}

interface Question extends AccessScope {
  user: string
  groups: string[]
}

function makeQuestions(): Question[] {
  const user = fc.oneof(
    fc.record({
      user: fc.constantFrom('ann', 'ben', 'carl'),
      groups: fc.subarray(['ann', 'ben']),
    }),
    fc.record({ name: fc.constantFrom('a', 'b'), namespace }).map((it) => ({
      user: `system:serviceaccount:${it.namespace}:${it.name}`,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${it.namespace}`],
    })),
  )
  const target = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        resource: fc.constantFrom(
          'secrets',
          'pods',
          'pods/log',
          'deployments',
          'deployments/scale',
        ),
        namespace: fc.constantFrom(...namespaces),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ resource: 'nodes', namespace: undefined }) },
    {
      weight: 1,
      arbitrary: fc.record({
        resource: fc.constantFrom('/metrics', '/metrics/x', '/healthz', '/other'),
        namespace: fc.constant(undefined),
      }),
    },
  )
  const arbitrary = fc.tuple(
    user,
    target,
    fc.constantFrom('get', 'list', 'create', 'delete', 'post', 'watch'),
    fc.constantFrom('', 'apps', 'other'),
    fc.constantFrom(undefined, 'a', 'c'),
  )
  return fc
    .sample(arbitrary, { numRuns: counts.questions, seed: seed + 2 })
    .map(([who, what, verb, group, name]) => {
      const isPath = what.resource.startsWith('/')
      const ofObject = { group: isPath ? '' : group, name: isPath ? undefined : name }
      return { ...who, ...what, verbs: [verb], ...ofObject }
    })
}

/** As the server holds what an agent reports of the cluster. */
async function readObjects(cluster: ApiOnlyCluster): Promise<RbacObject[]> {
  const kinds = 'clusterroles,roles,clusterrolebindings,rolebindings'
  const { items } = JSON.parse(await cluster.kubectl(['get', kinds, '-A', '-o', 'json']))
  return items.map(
    (data: {
      kind: string
      metadata: { name: string; namespace?: string; labels?: Record<string, string> }
    }): RbacObject => ({
      resourceId: '',
      id: `${data.kind}/${data.metadata.namespace ?? ''}/${data.metadata.name}`,
      type: 'k8s_object',
      subType: data.kind,
      apiVersion,
      name: data.metadata.name,
      namespace: data.metadata.namespace ?? null,
      labels: data.metadata.labels ?? {},
      failed: 0,
      data,
    }),
  )
}

async function ask(api: ApiConnection, question: Question): Promise<boolean> {
  const { user, groups, resource, verbs, group, namespace: within, name } = question
  const [verb] = verbs
  const [plain, subresource] = resource.split('/')
  const attributes = resource.startsWith('/')
    ? { nonResourceAttributes: { path: resource, verb } }
    : {
        resourceAttributes: {
          resource: plain,
          verb,
          group,
          ...(subresource && { subresource }),
          ...(within && { namespace: within }),
          ...(name && { name }),
        },
      }
  const spec = { user, groups: [...groups, 'system:authenticated'], ...attributes }
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec }
  const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews'
  const reply = await api.send('POST', path, body)
  expect(reply.status).toBe(201)
  return (reply.body as { status: { allowed: boolean } }).status.allowed
}

/** The paths whose subject is the user, one of its groups, or its account. */
function isAllowed(objects: RbacObject[], question: Question): boolean {
  const groups = new Set([...question.groups, 'system:authenticated'])
  return findAccessPaths(objects, question).some(({ subject }) => {
    if (subject.kind === 'Group') return groups.has(subject.name)
    if (subject.kind === 'User') return subject.name === question.user
    return `system:serviceaccount:${subject.namespace}:${subject.name}` === question.user
  })
}

describe.skipIf(reasons.length > 0)(title('Access paths', reasons), () => {
  let cluster: ApiOnlyCluster
  let api: ApiConnection
  let objects: RbacObject[]

  beforeAll(async () => {
    cluster = await startApiOnly()
    api = await connect(cluster)
    const made = [
      ...namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
      ...makeRoles(),
      ...makeBindings(),
    ]
    await cluster.kubectl(
      ['create', '-f', '-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: made }),
    )
    // The controller fills in what aggregated roles gather, a moment later.
    const deadline = Date.now() + 60_000
    do objects = await readObjects(cluster)
    while (objects.some(isWaiting) && Date.now() < deadline)
  })
  afterAll(async () => {
    api?.close()
    await cluster?.stop()
  })

  test('every question is answered as the API server answers it', async () => {
    const disagreements: unknown[] = []
    const answers = { allowed: 0, denied: 0 }
    for (const question of makeQuestions()) {
      const expected = await ask(api, question)
      answers[expected ? 'allowed' : 'denied'] += 1
      if (isAllowed(objects, question) !== expected) disagreements.push({ expected, question })
    }
    process.stdout.write(`${answers.allowed} allowed, ${answers.denied} denied\n`)
    expect(disagreements).toEqual([])
    expect(Math.min(answers.allowed, answers.denied)).toBeGreaterThanOrEqual(answersMin)
  })
})

function isWaiting({ data }: RbacObject): boolean {
  const { aggregationRule, rules: filled } = data as { aggregationRule?: object; rules?: unknown[] }
  return aggregationRule !== undefined && !filled?.length
}
