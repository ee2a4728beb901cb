/** After any changes the deltas must have come to what a fresh look at the whole gives. */
import { loadRules } from '@evenkeel/benchmarks'
import type { Finding, Resource } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { createLiveObjects, type LiveObjects } from '../objects/live-objects.ts'
import type { KubeObject } from '../redaction/objects.ts'
import { createLiveEvaluation, joinResults, type LiveEvaluation } from './live-evaluation.ts'

const ruleSet = loadRules()
const evaluator = { cluster: { id: 'c', name: 'c' }, kubernetesVersion: '1.34.0' }

/** A small generator of numbers with a seed, so that a failure can be repeated. */
function createRandom(seed: number) {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const owner = (kind: string, name: string) => [
  { apiVersion: 'apps/v1', kind, name, controller: true },
]
const container = (n: number) => ({
  name: 'a',
  image: `registry.example/a:${n % 2}`,
  ...(n % 3 === 0 ? { securityContext: { privileged: true } } : {}),
})

/** Objects of few names, so that changes meet each other. */
function makeObject(kind: number, n: number, version: number): [list: string, KubeObject] {
  const name = `x${n}`
  const namespace = `ns${n % 2}`
  const template = {
    metadata: { labels: { app: String(version % 3) } },
    spec: { containers: [container(version)] },
  }
  const metadata = { name, namespace }
  switch (kind) {
    case 0:
      return [
        'deployments',
        { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 1, template } },
      ]
    case 1:
      return [
        'replicasets',
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          metadata: { ...metadata, ownerReferences: owner('Deployment', name) },
          spec: { replicas: version % 2, template },
        },
      ]
    case 2:
      return [
        'pods',
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: {
            ...metadata,
            name: `${name}-${version}`,
            ownerReferences: owner('ReplicaSet', name),
          },
          spec: template.spec,
        },
      ]
    case 3:
      return [
        'pods',
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { ...metadata, name: `bare-${n}` },
          spec: template.spec,
        },
      ]
    case 4:
      return [
        'networkpolicies',
        {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'NetworkPolicy',
          metadata,
          spec: {
            podSelector: version % 2 ? {} : { matchLabels: { app: String(n) } },
            policyTypes: ['Ingress'],
          },
        },
      ]
    case 5:
      return [
        'namespaces',
        {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: namespace, labels: { v: String(version % 2) } },
        },
      ]
    case 6:
      return [
        'serviceaccounts',
        {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata,
          automountServiceAccountToken: version % 2 === 0,
        },
      ]
    default:
      return [
        'rolebindings',
        {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'RoleBinding',
          metadata,
          roleRef: { kind: 'ClusterRole', name: version % 2 ? 'cluster-admin' : 'view' },
          subjects: [{ kind: 'ServiceAccount', name, namespace }],
        },
      ]
  }
}

/** What the server would hold. */
function createHeld() {
  const findings = new Map<string, Map<string, Finding['result']>>()
  return {
    findings,
    apply(resources: Resource[], result: Finding[], gone: string[]) {
      for (const id of gone) findings.delete(id)
      for (const { id } of resources) findings.set(id, new Map())
      for (const { resource, rule, result: verdict } of result)
        findings.get(resource.id)?.set(rule.id, verdict)
    },
  }
}

function wholeOf(evaluation: LiveEvaluation, resources: Resource[]) {
  return [...evaluation.parts(resources)].reduce(joinResults)
}

function evaluateFresh(live: LiveObjects) {
  const resources = live.resources()
  const result = wholeOf(
    createLiveEvaluation({ ruleSet, evaluator, gaps: [], resources }),
    resources,
  )
  const held = createHeld()
  held.apply(resources, result.findings, [])
  return { held, coverage: result.coverage }
}

test.each([1, 2, 3, 4])('deltas come to the whole (seed %i)', (seed) => {
  const random = createRandom(seed)
  const live = createLiveObjects()
  const final = new Map<string, () => void>()
  const evaluation = createLiveEvaluation({ ruleSet, evaluator, gaps: [], resources: [] })
  const held = createHeld()
  held.apply([], wholeOf(evaluation, []).findings, [])
  let coverage: unknown
  for (let step = 0; step < 60; step += 1) {
    for (let count = random(4); count >= 0; count -= 1) {
      const [list, object] = makeObject(random(8), random(4), random(6))
      const metadata = object.metadata as { namespace?: string; name: string }
      const key = `${list}/${metadata.namespace}/${metadata.name}`
      const copy = () => structuredClone(object)
      if (random(3) === 0) {
        live.delete(list, object)
        final.delete(key)
      } else {
        const original = copy()
        live.set(list, copy())
        final.set(key, () => fresh.set(list, structuredClone(original)))
      }
    }
    // Whoever is interrupted asks on with the next change.
    let left = 1 + random(3)
    for (const delta of evaluation.changes(live.resources())) {
      if (delta) {
        held.apply(delta.result.resources, delta.result.findings, delta.gone)
        coverage = delta.result.coverage
      }
      if (delta?.isDependent !== false && --left === 0) break
    }
  }
  for (const delta of evaluation.changes(live.resources()))
    if (delta) held.apply(delta.result.resources, delta.result.findings, delta.gone)
  const fresh = createLiveObjects()
  for (const set of final.values()) set()
  const expected = evaluateFresh(fresh)
  const sorted = (from: typeof held) => [...from.findings].sort(([a], [b]) => (a < b ? -1 : 1))
  expect(sorted(held)).toEqual(sorted(expected.held))
  expect(coverage).toEqual(expected.coverage)
})

test('a change of the status alone is no change', () => {
  const live = createLiveObjects()
  const pod = (phase: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', namespace: 'b', resourceVersion: phase },
    spec: {},
    status: { phase },
  })
  live.set('pods', pod('Pending'))
  const evaluation = createLiveEvaluation({ ruleSet, evaluator, gaps: [], resources: [] })
  wholeOf(evaluation, live.resources())
  live.set('pods', pod('Running'))
  expect([...evaluation.changes(live.resources())]).toEqual([])
})
