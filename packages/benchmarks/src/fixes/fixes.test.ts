/** Fixes are proposed at the places of the evidence, and verified before they are called so. */
import type { Finding, Fix, Resource } from '@evenkeel/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEvaluator } from '../evaluate/evaluator.ts'
import { createInventory } from '../evaluate/inventory.ts'
import type { FixSpec } from '../library/fix-spec.ts'
import { loadRules } from '../library/rule-set.ts'
import { addFixes } from './add-fixes.ts'
import { applyPatch } from './apply.ts'
import { createdResource } from './created-resource.ts'
import { fixFor } from './fix-for.ts'
import { fixResource } from './fix-resource.ts'
import { parseObjectPath, toPointer } from './object-path.ts'
import { proposeChange } from './propose.ts'

test.each([
  [
    'spec.containers[0].securityContext.privileged',
    ['spec', 'containers', 0, 'securityContext', 'privileged'],
  ],
  [
    'metadata.labels[pod-security.kubernetes.io/enforce]',
    ['metadata', 'labels', 'pod-security.kubernetes.io/enforce'],
  ],
  ['hostPID', ['hostPID']],
  ['limit ranges', undefined],
  ['--profiling', undefined],
  ['', undefined],
])('the path %s', (text, parts) => {
  expect(parseObjectPath(text)).toEqual(parts)
})

function objectOf(data: object, subType = 'Thing'): Resource {
  return { id: 'x', type: 'k8s_object', subType, name: 'web', namespace: 'shop', data }
}

function propose(spec: FixSpec, paths: string | string[], data: object, subType?: string) {
  const evidence = [paths].flat().map((path) => ({ path, actual: null, expected: null }))
  return proposeChange(spec, evidence, objectOf(data, subType), (value) => value)
}

test.each([
  [
    { set: false },
    'a.b',
    {},
    [
      { op: 'add', path: '/a', value: {} },
      { op: 'add', path: '/a/b', value: false },
    ],
  ],
  [{ set: 'x' }, 'a.b', { a: { b: 1 } }, [{ op: 'replace', path: '/a/b', value: 'x' }]],
  [{ include: 'ALL' }, 'a', { a: ['B'] }, [{ op: 'replace', path: '/a', value: ['B', 'ALL'] }]],
  [{ include: 'ALL' }, 'a', {}, [{ op: 'add', path: '/a', value: ['ALL'] }]],
  [{ exclude: 0 }, 'a', { a: [0, 1] }, [{ op: 'replace', path: '/a', value: [1] }]],
  [{ remove: true }, 'a', { a: 1 }, [{ op: 'remove', path: '/a' }]],
  [{ remove: true, at: '^' }, 'a.b', { a: { b: 1 } }, [{ op: 'remove', path: '/a' }]],
  [{ set: 1, at: '^c' }, 'a.b', { a: { b: 1 } }, [{ op: 'add', path: '/a/c', value: 1 }]],
  [{ set: 1, at: '.c' }, 'a', { a: {} }, [{ op: 'add', path: '/a/c', value: 1 }]],
  [
    { replace: { from: 'k8s.gcr.io/', to: 'registry.k8s.io/' } },
    'image',
    { image: 'k8s.gcr.io/pause:3' },
    [{ op: 'replace', path: '/image', value: 'registry.k8s.io/pause:3' }],
  ],
  [
    { set: true },
    'labels[a/b]',
    { labels: null },
    [
      { op: 'replace', path: '/labels', value: {} },
      { op: 'add', path: '/labels/a~1b', value: true },
    ],
  ],
] as const)('%j at %s of %j', (spec, path, object, patch) => {
  expect(propose(spec, path, object)?.patch).toEqual(patch)
})

test.each([
  ['evidence that no step is about', [{ match: 'a$', remove: true }], ['a', 'b'], { a: 1, b: 1 }],
  ['evidence about no place', { remove: true }, ['limit ranges'], {}],
  ['a place that is taken', { set: 1, if: 'absent' }, ['a'], { a: 2 }],
] as [string, FixSpec, string[], object][])('%s leaves no fix', (_, spec, paths, data) => {
  expect(propose(spec, paths, data)).toBeUndefined()
})

test('elements of a list are removed from the end', () => {
  const object = { list: ['a', 'b', 'c'] }
  const patch = propose({ remove: true }, ['list[0]', 'list[2]'], object)?.patch ?? []
  expect(applyPatch(object, patch)).toEqual({ list: ['b'] })
  expect(object.list).toHaveLength(3)
})

test('a rule of a role loses what is revoked and keeps every other right', () => {
  const grants = [{ verbs: ['get', 'list'], resources: ['secrets'] }]
  const rules = [
    { apiGroups: [''], verbs: ['get', 'list', 'create'], resources: ['secrets', 'pods'] },
    { apiGroups: [''], verbs: ['get'], resources: ['secrets'] },
  ]
  const patch = propose({ revoke: grants }, ['rules[0]', 'rules[1]'], { rules })?.patch ?? []
  expect(applyPatch({ rules }, patch)).toEqual({
    rules: [
      { apiGroups: [''], verbs: ['create'], resources: ['secrets'] },
      { apiGroups: [''], verbs: ['get', 'list', 'create'], resources: ['pods'] },
    ],
  })
})

test('what is set is there afterwards, whatever the keys are', () => {
  const key = fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'a/b', 'a~b'),
    fc.string({ minLength: 1 }),
  )
  fc.assert(
    fc.property(key, key, (a, b) => {
      const object = {}
      const patch = [
        { op: 'add' as const, path: toPointer([a]), value: {} },
        { op: 'add' as const, path: toPointer([a, b]), value: 1 },
      ]
      const result = applyPatch(object, patch) as Record<string, Record<string, number>>
      const inner = Object.getOwnPropertyDescriptor(result, a)?.value
      expect(Object.getOwnPropertyDescriptor(inner, b)?.value).toBe(1)
      expect(Object.getPrototypeOf(result)).toBe(Object.prototype)
    }),
  )
})

const ruleSet = loadRules()
const options = { cluster: { id: 'c', name: 'c' } }

function resourceOf(
  kind: string,
  apiVersion: string,
  fields: object,
  namespace = 'shop',
): Resource {
  const group = apiVersion.includes('/') ? `${apiVersion.split('/')[0]}/` : ''
  return {
    id: `k8s_object/${group}${kind}/${namespace}/web`,
    type: 'k8s_object',
    subType: kind,
    apiVersion,
    name: 'web',
    namespace,
    data: { apiVersion, kind, metadata: { name: 'web', namespace }, ...fields },
  }
}

function deployment(spec: object, labels: object = { a: 'b' }): Resource {
  return resourceOf('Deployment', 'apps/v1', {
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  })
}

function fixesOf(resource: Resource, values?: Record<string, string>): Record<string, Fix> {
  const inventory = createInventory()
  inventory.add(resource)
  const findings = createEvaluator(ruleSet, options).evaluate(resource, inventory)
  const fixOptions = { ruleSet, evaluator: options, inventory, ...(values ? { values } : {}) }
  const fixed = addFixes(findings, [resource], fixOptions)
  expect(fixed.map((it) => it.rule.id)).toEqual(findings.map((it) => it.rule.id))
  return Object.fromEntries(
    fixed.flatMap((it) => (it.result.fix ? [[it.rule.id, it.result.fix]] : [])),
  )
}

const container = { name: 'c', image: 'r.example/team/i:1' }
const loose = deployment({
  hostPID: true,
  hostNetwork: true,
  containers: [
    {
      ...container,
      securityContext: { privileged: true, procMount: 'Unmasked' },
      volumeMounts: [{ name: 'v', mountPath: '/host' }],
    },
  ],
  volumes: [{ name: 'v', hostPath: { path: '/etc' } }],
})
const role = resourceOf('Role', 'rbac.authorization.k8s.io/v1', {
  rules: [{ apiGroups: [''], resources: ['secrets', 'configmaps'], verbs: ['get'] }],
})
const binding = resourceOf('RoleBinding', 'rbac.authorization.k8s.io/v1', {
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' },
  subjects: [
    { kind: 'User', name: 'system:anonymous' },
    { kind: 'User', name: 'eve' },
  ],
})
const namespace: Resource = {
  id: 'k8s_object/Namespace/shop',
  type: 'k8s_object',
  subType: 'Namespace',
  apiVersion: 'v1',
  name: 'shop',
  data: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
}

const verified: [string, Resource][] = [
  ['pod-host-pid', loose],
  ['pod-host-network', loose],
  ['pod-proc-mount', loose],
  ['pod-readonly-rootfs', loose],
  ['pod-run-as-non-root', loose],
  ['pod-privileged', loose],
  ['pod-hostpath', loose],
  ['pod-hostpath-sensitive', loose],
  ['cap-drop-all', loose],
  ['sa-default-used', loose],
  ['rbac-secrets-access', role],
  ['rbac-anonymous', binding],
  ['ns-network-policy', namespace],
  ['network-default-deny', namespace],
]

test.each(verified)('the fix of %s is verified', (rule, resource) => {
  expect(fixesOf(resource)[rule]).toMatchObject({ is_verified: true, reason: null })
})

test('a fix tells its commands with the names in them, and what may break', () => {
  const { 'pod-host-pid': fix } = fixesOf(loose)
  expect(fix?.commands).toEqual([
    `kubectl patch deployment.v1.apps web -n shop --type=json -p '[{"op":"remove","path":"/spec/template/spec/hostPID"}]'`,
  ])
  expect(fix?.impact).toMatch(/\w/)
})

test('what only the user knows stays open, and is verified once it is filled in', () => {
  const plain = deployment({ containers: [container] })
  expect(fixesOf(plain)['resources-memory-limit']).toMatchObject({
    is_verified: false,
    reason: 'Fill in memory limit.',
    placeholders: [{ name: 'memory limit', type: 'text' }],
  })
  const values = { 'memory limit': '64Mi', 'digest of the image': 'a'.repeat(64) }
  expect(fixesOf(plain, values)['resources-memory-limit']).toMatchObject({ is_verified: true })
  expect(fixesOf(plain, values)['image-digest']?.patch).toEqual([
    {
      op: 'replace',
      path: '/spec/template/spec/containers/0/image',
      value: `r.example/team/i:1@sha256:${'a'.repeat(64)}`,
    },
  ])
})

test('a fix that makes another rule fail is not suggested', () => {
  // Outside of the namespace of the node the pods have no network policy: one without labels gets none.
  const inDefault = resourceOf(
    'Deployment',
    'apps/v1',
    { spec: { template: { metadata: { labels: { a: 'b' } }, spec: { containers: [container] } } } },
    'default',
  )
  expect(fixesOf(inDefault)['sa-default-used']).toBeUndefined()
})

test('a fix that the API server refuses is not verified', () => {
  expect(fixesOf(loose)['pod-allow-privilege-escalation']).toMatchObject({
    is_verified: false,
    reason: expect.stringMatching(/refuses allowPrivilegeEscalation: false/),
  })
})

test('a finding that has not failed has no fix', () => {
  const inventory = createInventory()
  const [finding] = createEvaluator(ruleSet, options).evaluate(loose, inventory)
  const passed = { ...finding, result: { ...finding?.result, evaluation: 'passed' } } as Finding
  expect(fixFor(passed, loose, { ruleSet, evaluator: options, inventory })).toBeUndefined()
})

test('all fixes of an object together leave no verified one open', () => {
  const inventory = createInventory()
  inventory.add(loose)
  const fixOptions = { ruleSet, evaluator: options, inventory }
  const { data, patch, create, mended } = fixResource(loose, fixOptions)
  expect(mended).toContain('pod-privileged')
  expect(applyPatch(loose.data, patch)).toEqual(data)
  const after = createInventory()
  after.add({ ...loose, data })
  for (const it of create) after.add(createdResource(it))
  const evaluate = (it: Resource, of = after) =>
    createEvaluator(ruleSet, options)
      .evaluate(it, of)
      .flatMap(({ rule, result }) => (result.evaluation === 'failed' ? [rule.id] : []))
  const open = evaluate({ ...loose, data })
  expect(open.filter((id) => mended.includes(id))).toEqual([])
  expect(open.filter((id) => !evaluate(loose, inventory).includes(id))).toEqual([])
})
