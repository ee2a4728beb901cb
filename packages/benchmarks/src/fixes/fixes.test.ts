/** Fixes are proposed at the places of the evidence, and verified before they are called so. */
import type { Finding, Resource } from '@evenkeel/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEvaluator } from '../evaluate/evaluator.ts'
import { createInventory } from '../evaluate/inventory.ts'
import { loadRules } from '../library/rule-set.ts'
import { addFixes } from './add-fixes.ts'
import { applyPatch } from './apply.ts'
import { parseObjectPath, toPointer } from './object-path.ts'
import { proposePatch } from './propose.ts'

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
  [{ remove: true }, 'a', { a: 1 }, [{ op: 'remove', path: '/a' }]],
  [
    { set: true },
    'labels[a/b]',
    { labels: null },
    [
      { op: 'replace', path: '/labels', value: {} },
      { op: 'add', path: '/labels/a~1b', value: true },
    ],
  ],
] as const)('%j at %s of %j', (fix, path, object, patch) => {
  expect(proposePatch(fix, [{ path, actual: null, expected: null }], object)).toEqual(patch)
})

test('elements of a list are removed from the end', () => {
  const object = { list: ['a', 'b', 'c'] }
  const evidence = [0, 2].map((i) => ({ path: `list[${i}]`, actual: null, expected: null }))
  const patch = proposePatch({ remove: true }, evidence, object) ?? []
  expect(applyPatch(object, patch)).toEqual({ list: ['b'] })
  expect(object.list).toHaveLength(3)
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

function deployment(spec: object): Resource {
  return {
    id: 'k8s_object/apps/Deployment/shop/web',
    type: 'k8s_object',
    subType: 'Deployment',
    apiVersion: 'apps/v1',
    name: 'web',
    namespace: 'shop',
    data: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        selector: { matchLabels: { a: 'b' } },
        template: { metadata: { labels: { a: 'b' } }, spec },
      },
    },
  }
}

function fixesOf(resource: Resource): Record<string, NonNullable<Finding['result']['fix']>> {
  const inventory = createInventory()
  inventory.add(resource)
  const findings = createEvaluator(ruleSet, options).evaluate(resource, inventory)
  const fixed = addFixes(findings, [resource], { ruleSet, evaluator: options, inventory })
  expect(fixed.map((it) => it.rule.id)).toEqual(findings.map((it) => it.rule.id))
  return Object.fromEntries(
    fixed.flatMap((it) => (it.result.fix ? [[it.rule.id, it.result.fix]] : [])),
  )
}

const loose = deployment({
  hostPID: true,
  hostNetwork: true,
  containers: [
    {
      name: 'c',
      image: 'r.example/i:1',
      securityContext: { privileged: true, procMount: 'Unmasked' },
    },
  ],
})

test.each([
  'pod-host-pid',
  'pod-proc-mount',
  'pod-readonly-rootfs',
  'pod-run-as-non-root',
  'pod-privileged',
])('the fix of %s is verified', (rule) => {
  expect(fixesOf(loose)[rule]).toMatchObject({ is_verified: true, reason: null })
})

test('a fix that makes another rule fail is not called verified', () => {
  // Network policies do not reach pods in the node's network; outside of it the pods have none.
  expect(fixesOf(loose)['pod-host-network']).toMatchObject({
    is_verified: false,
    reason: expect.stringMatching(/^With it .*network.* would fail\.$/),
  })
})

test('every fix of a rule is of a known form', () => {
  const fixes = [...ruleSet.modules.values()].filter((it) => it.metadata.custom.fix)
  expect(fixes.length).toBeGreaterThan(20)
})
