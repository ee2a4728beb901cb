/** Every fix that is called verified holds, and leaves all that it is not about as it was. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Finding, Resource } from '@evenkeel/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isRecord } from '../contract/records.ts'
import { createEvaluator } from '../evaluate/evaluator.ts'
import { createInventory, type Inventory } from '../evaluate/inventory.ts'
import { loadRules } from '../library/rule-set.ts'
import { applyPatch } from './apply.ts'
import { createFixer } from './fix-for.ts'

const ruleSet = loadRules()
const options = { cluster: { id: 'c', name: 'c' } }
const evaluator = createEvaluator(ruleSet, options)
const fixtures = new URL('../../fixtures/', import.meta.url)

interface KubeObject {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace?: string }
}

function toResource(object: KubeObject): Resource {
  const { apiVersion, kind, metadata } = object
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : undefined
  return {
    id: ['k8s_object', group, kind, metadata.namespace, metadata.name].filter(Boolean).join('/'),
    type: 'k8s_object',
    subType: kind,
    apiVersion,
    name: metadata.name,
    ...(metadata.namespace ? { namespace: metadata.namespace } : {}),
    data: object,
  }
}

function inventoryOf(resources: Resource[]): Inventory {
  const inventory = createInventory()
  for (const it of resources) inventory.add(it)
  return inventory
}

/** How many fixes were verified, and how many there were in all. */
function checkFixes(resources: Resource[]) {
  const inventory = inventoryOf(resources)
  const { fixFor } = createFixer({ ruleSet, evaluator: options, inventory })
  const counts = { failed: 0, fixed: 0, verified: 0 }
  for (const resource of resources) {
    const before = evaluator.evaluate(resource, inventory)
    for (const finding of before) {
      if (finding.result.evaluation !== 'failed') continue
      counts.failed += 1
      const fix = fixFor(finding, resource)
      if (!fix) continue
      counts.fixed += 1
      expect(fix.is_verified, finding.rule.id).toBe(fix.reason === null)
      expect(fix.patch.length + (fix.create?.length ?? 0), finding.rule.id).toBeGreaterThan(0)
      const data = applyPatch(resource.data, fix.patch)
      const touched = fix.patch.map(({ op, path }) => ({ op, path }))
      expectKept(resource.data, data, '', touched, finding.rule.id)
      if (!fix.is_verified) continue
      counts.verified += 1
      expect(fix.placeholders ?? [], finding.rule.id).toEqual([])
      const created = (fix.create ?? []).map((it) => toResource(it as KubeObject))
      const changed = { ...resource, data }
      const others = resources.map((it) => (it === resource ? changed : it))
      const after = evaluator.evaluate(changed, inventoryOf([...others, ...created]))
      expectMended(finding, before, after)
    }
  }
  return counts
}

function expectMended(finding: Finding, before: Finding[], after: Finding[]): void {
  const evaluationOf = (findings: Finding[], id: string) =>
    findings.find((it) => it.rule.id === id)?.result.evaluation
  expect([undefined, 'passed'], finding.rule.id).toContain(evaluationOf(after, finding.rule.id))
  const worse = after.filter(
    ({ rule, result }) =>
      result.evaluation === 'failed' && evaluationOf(before, rule.id) !== 'failed',
  )
  expect(
    worse.map((it) => it.rule.id),
    finding.rule.id,
  ).toEqual([])
}

type Touched = { op: string; path: string }[]

/** Whatever no operation names is the same after it, in the same order. */
function expectKept(before: unknown, after: unknown, at: string, touched: Touched, id: string) {
  if (touched.some(({ path, op }) => path === at && op !== 'remove')) return
  if (!touched.some(({ path }) => path.startsWith(`${at}/`))) {
    expect(after, `${id} ${at}`).toEqual(before)
    return
  }
  const isRemoved = (key: string) =>
    touched.some(({ path, op }) => op === 'remove' && path === `${at}/${escapePart(key)}`)
  if (Array.isArray(before) && Array.isArray(after)) {
    const kept = before.flatMap((it, index) => (isRemoved(String(index)) ? [] : [[it, index]]))
    for (const [position, [it, index]] of kept.entries()) {
      expectKept(it, after[position], `${at}/${index}`, touched, id)
    }
  } else if (isRecord(before) && isRecord(after)) {
    const keys = Object.keys(before).filter((key) => !isRemoved(key))
    expect(
      Object.keys(after).filter((key) => keys.includes(key)),
      `${id} ${at}`,
    ).toEqual(keys)
    for (const key of keys) {
      expectKept(before[key], after[key], `${at}/${escapePart(key)}`, touched, id)
    }
  }
}

function escapePart(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1')
}

test('the objects of a kubeadm cluster', () => {
  const text = gunzipSync(readFileSync(new URL('kubeadm-node/objects.json.gz', fixtures)))
  const { items } = JSON.parse(text.toString()) as { items: KubeObject[] }
  const { failed, fixed, verified } = checkFixes(items.map(toResource))
  expect(fixed / failed).toBeGreaterThan(0.9)
  expect(verified / fixed).toBeGreaterThan(0.4)
})

test('pods of every kind that Pod Security looks at', () => {
  const lines = readFileSync(new URL('pod-security/pods.ndjson', fixtures), 'utf8').split('\n')
  const pods = lines.filter((_, index) => index % 20 === 0).filter(Boolean)
  const { failed, fixed } = checkFixes(pods.map((line) => toResource(JSON.parse(line).pod)))
  expect(fixed / failed).toBeGreaterThan(0.8)
})

test('workloads and roles made up at random', () => {
  const some = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
  const flag = some(true, false)
  const context = fc.record(
    {
      privileged: flag,
      allowPrivilegeEscalation: flag,
      runAsNonRoot: flag,
      runAsUser: some(0, 1000, 20_000),
      readOnlyRootFilesystem: flag,
      capabilities: fc.record(
        {
          add: fc.subarray(['NET_RAW', 'SYS_ADMIN', 'NET_BIND_SERVICE', 'CHOWN']),
          drop: fc.subarray(['ALL', 'NET_RAW']),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  )
  const container = fc.record({
    name: fc.constantFrom('a', 'b'),
    image: fc.constantFrom(
      'x',
      'r.example/x:1',
      'k8s.gcr.io/pause:3',
      `x@sha256:${'a'.repeat(64)}`,
    ),
    securityContext: fc.option(context, { nil: undefined }),
    ports: some([{ containerPort: 80, hostPort: 80 }, { containerPort: 8080 }]),
  })
  const volume = fc.constantFrom(
    { name: 'v', hostPath: { path: '/etc' } },
    { name: 'w', hostPath: { path: '/run/containerd/containerd.sock' } },
    { name: 'x', emptyDir: {} },
  )
  const spec = fc.record(
    {
      containers: fc.array(container, { minLength: 1, maxLength: 3 }),
      initContainers: fc.array(container, { maxLength: 1 }),
      volumes: fc.uniqueArray(volume),
      hostNetwork: flag,
      hostPID: flag,
      hostUsers: flag,
      serviceAccountName: some('web', 'default'),
      automountServiceAccountToken: flag,
    },
    { requiredKeys: ['containers'] },
  )
  const rule = fc.record({
    apiGroups: fc.constantFrom([''], ['', 'apps']),
    resources: fc.subarray(['pods', 'secrets', 'pods/exec', 'configmaps'], { minLength: 1 }),
    verbs: fc.subarray(['get', 'list', 'create', 'update', 'delete'], { minLength: 1 }),
  })
  fc.assert(
    fc.property(spec, fc.array(rule, { maxLength: 3 }), (pod, rules) => {
      const metadata = { name: 'web', namespace: 'shop' }
      // As the API gives them: without fields that are not set.
      const objects = JSON.parse(
        JSON.stringify([
          {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            metadata,
            spec: { template: { metadata: { labels: { app: 'web' } }, spec: pod } },
          },
          { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules },
        ]),
      )
      checkFixes(objects.map(toResource))
    }),
    { numRuns: 12 },
  )
})
