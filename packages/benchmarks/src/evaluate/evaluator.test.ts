/** What the evaluator makes of resources, of gaps, and of what goes wrong. */

import type { Resource } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { loadRules } from '../library/rule-set.ts'
import { createEvaluator, type EvaluatorOptions } from './evaluator.ts'
import { createInventory, inventoryKinds } from './inventory.ts'

const ruleSet = loadRules()
const cluster = { id: '6f2b7f0e-6d0c-4a55-9a3e-000000000001', name: 'test' }

function evaluatorOf(options: Partial<EvaluatorOptions> = {}) {
  return createEvaluator(ruleSet, { cluster, ...options })
}

function object(
  kind: string,
  data: Record<string, unknown>,
  rest: Partial<Resource> = {},
): Resource {
  const name = rest.name ?? 'web'
  return {
    id: `k8s_object/${kind}/shop/${name}`,
    type: 'k8s_object',
    subType: kind,
    apiVersion: 'v1',
    name,
    namespace: 'shop',
    data: { kind, metadata: { name, namespace: 'shop' }, ...data },
    ...rest,
  }
}

const privileged = { spec: { containers: [{ name: 'a', securityContext: { privileged: true } }] } }

test('a finding carries the number that the rule has in the benchmark of the cluster', () => {
  const [finding] = evaluatorOf({ rules: ['pod-privileged'], kubernetesVersion: '1.33' }).evaluate(
    object('Pod', privileged),
  )
  expect(finding).toMatchObject({
    rule: {
      id: 'pod-privileged',
      number: '5.2.2',
      section: 'Pod Security Standards',
      benchmark: { id: 'cis-kubernetes-1.12', version: '1.12.0' },
      severity: 'high',
    },
    resource: { type: 'k8s_object', sub_type: 'Pod', name: 'web', namespace: 'shop', owner: null },
    cluster,
    result: {
      evaluation: 'failed',
      reason: null,
      evidence: [{ path: 'spec.containers[0].securityContext.privileged', actual: true }],
    },
    first_seen: null,
  })
})

test('a rule outside the benchmark has its category for a section', () => {
  const [finding] = evaluatorOf({ rules: ['image-digest'] }).evaluate(
    object('Pod', { spec: { containers: [{ name: 'a', image: 'x' }] } }),
  )
  expect(finding?.rule).toMatchObject({
    section: 'Images',
    number: '',
    benchmark: { id: 'evenkeel' },
  })
})

test.each([
  [
    'containers that are null',
    { spec: { containers: null } },
    'spec.containers is missing or empty.',
  ],
  [
    'containers that are text',
    { spec: { containers: 'x' } },
    'spec.containers is a string where a list belongs.',
  ],
  [
    'a container that is a number',
    { spec: { containers: [7] } },
    'spec.containers[0] is a number where an object belongs.',
  ],
  [
    'a flag that is text',
    { spec: { containers: [{ name: 'a' }], hostPID: 'yes' } },
    'spec.hostPID is a string where a boolean belongs.',
  ],
  [
    'a name that is a number',
    { metadata: { name: 5 }, spec: { containers: [{ name: 'a' }] } },
    'metadata.name is a number where a string belongs.',
  ],
  ['no spec', {}, 'spec is missing or empty.'],
])('%s make every rule of pods unknown', (_, data, reason) => {
  const findings = evaluatorOf({ benchmarks: ['pss-restricted'] }).evaluate(object('Pod', data))
  expect(findings.length).toBeGreaterThan(15)
  for (const { result } of findings)
    expect(result).toEqual({ evaluation: 'unknown', reason, evidence: [] })
})

test('what is bad beside something that is missing fails', () => {
  const ephemeral = {
    spec: { ephemeralContainers: [{ name: 'a', securityContext: { privileged: true } }] },
  }
  const evaluations = (id: string) =>
    evaluatorOf({ rules: [id] })
      .evaluate(object('Pod', ephemeral))
      .map(({ result }) => result.evaluation)
  expect(evaluations('pod-privileged')).toEqual(['failed'])
  expect(evaluations('pod-host-pid')).toEqual(['unknown'])
})

test.each([
  ['null', null],
  ['a list', []],
  ['text', 'Pod'],
])('an object that is %s is unknown', (_, data) => {
  const findings = evaluatorOf({ rules: ['pod-privileged'] }).evaluate({
    ...object('Pod', {}),
    data,
  })
  expect(findings.map(({ result }) => result.evaluation)).toEqual(['unknown'])
})

test('a gap makes the rules of its kind unknown, on a resource that stands for it', () => {
  const evaluator = evaluatorOf({ benchmarks: ['pss-baseline'] })
  const findings = evaluator.evaluateGap({
    collector: 'kube-api',
    source: 'GET /apis/apps/v1/deployments',
    reason: '403: deployments is forbidden',
    resourceType: 'k8s_object',
    subType: 'Deployment',
    apiVersion: 'apps/v1',
  })
  expect(findings).toHaveLength(14)
  expect(findings[0]).toMatchObject({
    resource: { id: 'gap/k8s_object/apps/Deployment', sub_type: 'Deployment' },
    result: {
      evaluation: 'unknown',
      reason: 'GET /apis/apps/v1/deployments: 403: deployments is forbidden',
    },
  })
  expect(evaluator.counts).toEqual({ expected: 14, evaluated: 0, notApplicable: 0 })
})

test('a gap that hides no resource makes no findings', () => {
  const gap = { collector: 'manifests', source: 'a.yaml:3:1', reason: 'Not YAML.' }
  expect(evaluatorOf().evaluateGap(gap)).toEqual([])
})

test('a rule that joins is unknown where the other kind could not be listed', () => {
  const inventory = createInventory(inventoryKinds(ruleSet))
  inventory.addGap({
    collector: 'kube-api',
    source: 'GET /apis/networking.k8s.io/v1/networkpolicies',
    reason: '403',
    resourceType: 'k8s_object',
    subType: 'NetworkPolicy',
  })
  const namespace = object('Namespace', {}, { name: 'shop' })
  const findings = evaluatorOf({ rules: ['ns-network-policy', 'ns-resource-quota'] }).evaluate(
    namespace,
    inventory,
  )
  expect(findings.map(({ rule, result }) => [rule.id, result.evaluation])).toEqual([
    ['ns-network-policy', 'unknown'],
    ['ns-resource-quota', 'failed'],
  ])
})

test('a rule reads other objects from the inventory', () => {
  const inventory = createInventory(inventoryKinds(ruleSet))
  inventory.add(
    object('NetworkPolicy', { spec: { podSelector: {} } }, { apiVersion: 'networking.k8s.io/v1' }),
  )
  const namespace = object('Namespace', {}, { name: 'shop' })
  const findings = evaluatorOf({ rules: ['ns-network-policy'] }).evaluate(namespace, inventory)
  expect(findings[0]?.result.evaluation).toBe('passed')
})

const owned = (kind: string, rest: Partial<Resource> = {}) =>
  object(
    'Pod',
    {
      ...privileged,
      metadata: { name: 'web-1', ownerReferences: [{ kind, name: 'web', controller: true }] },
    },
    { name: 'web-1', ...rest },
  )

test.each([
  ['a bare pod', object('Pod', privileged), [], 1],
  ['a pod whose workload is there', owned('DaemonSet'), ['DaemonSet'], 0],
  ['a pod whose workload is not there', owned('DaemonSet'), ['StatefulSet'], 1],
  ['a static pod', owned('Node'), ['DaemonSet'], 1],
  ['a pod of an unknown controller', owned('Rollout'), ['DaemonSet'], 1],
  [
    'a pod whose top owner is there',
    owned('ReplicaSet', { owner: 'Deployment/web' }),
    ['Deployment'],
    0,
  ],
])('%s is judged by itself or at its owner', (_, pod, workloads, count) => {
  const inventory = createInventory(inventoryKinds(ruleSet))
  for (const kind of workloads) inventory.add(object(kind, {}))
  expect(evaluatorOf({ rules: ['pod-privileged'] }).evaluate(pod, inventory)).toHaveLength(count)
})

test('parameters of the user stand before those of the benchmark and the defaults', () => {
  const node = (mode: string): Resource => ({
    id: 'kubernetes_worker_node/node1',
    type: 'kubernetes_worker_node',
    name: 'node1',
    data: {
      components: {},
      files: [
        {
          key: 'kubelet_client_ca',
          path: '/ca.crt',
          type: 'file',
          mode,
          uid: 0,
          gid: 0,
          owner: 'root',
          group: 'root',
        },
      ],
    },
  })
  const evaluationOf = (options: Partial<EvaluatorOptions>) =>
    evaluatorOf({ ...options })
      .evaluate(node('0644'))
      .find(({ rule }) => rule.id === 'kubelet-client-ca-mode')?.result.evaluation
  expect(evaluationOf({ benchmarks: ['cis-kubernetes-1.12'] })).toBe('passed')
  expect(evaluationOf({ benchmarks: ['cis-k3s-1.9'] })).toBe('failed')
  const parameters = { 'kubelet-client-ca-mode': { mode: '644' } }
  expect(evaluationOf({ benchmarks: ['cis-k3s-1.9'], parameters })).toBe('passed')
})

test('a rule in several benchmarks is one finding with several controls', () => {
  const findings = evaluatorOf({ benchmarks: ['cis-kubernetes-1.12', 'pss-baseline'] }).evaluate(
    object('Pod', privileged),
  )
  const of = findings.filter(({ rule }) => rule.id === 'pod-privileged')
  expect(of).toHaveLength(1)
  expect(of[0]?.rule.controls.map(({ benchmark, number }) => `${benchmark} ${number}`)).toEqual([
    'cis-kubernetes-1.12 5.2.2',
    'pss-baseline privileged',
  ])
})

test('what does not exist cannot be chosen', () => {
  expect(() => evaluatorOf({ benchmarks: ['cis-kubernetes-9'] })).toThrow('There is no benchmark')
  expect(() => evaluatorOf({ rules: ['pod-priviledged'] })).toThrow('There is no rule')
})

test.each([
  ['no-such-rule', { x: 1 }, 'There is no rule no-such-rule'],
  ['replicas', { most: 1 }, 'has no parameter most. Known: least.'],
  [
    'replicas',
    { least: '2' },
    'Parameter least of rule replicas is a string where a number belongs.',
  ],
  ['image-registry-allowlist', { registries: 'x' }, 'is a string where a list belongs.'],
])('parameters of %s that cannot be meant are refused', (rule, values, message) => {
  expect(() => evaluatorOf({ parameters: { [rule]: values } })).toThrow(message)
})

test('a benchmark beside chosen rules gives their numbers and no more rules', () => {
  const findings = evaluatorOf({
    rules: ['pod-privileged'],
    benchmarks: ['cis-kubernetes-1.12'],
  }).evaluate(object('Pod', privileged))
  expect(findings.map(({ rule }) => rule.number)).toEqual(['5.2.2'])
})

test('rules that say the same run once unless they are chosen', () => {
  const pod = object('Pod', { spec: { containers: [{ name: 'a', ports: [{ hostPort: 80 }] }] } })
  const ids = (options: Partial<EvaluatorOptions>) =>
    evaluatorOf(options)
      .evaluate(pod)
      .map(({ rule }) => rule.id)
      .filter((id) => id === 'pod-hostport' || id === 'pod-host-port')
  expect(ids({})).toEqual(['pod-host-port'])
  expect(ids({ rules: ['pod-hostport'] })).toEqual(['pod-hostport'])
})

test('a component that does not run on a node makes no findings', () => {
  const absent = { state: 'absent', settings: {}, feature_gates: {}, documents: {} }
  const node: Resource = {
    id: 'kubernetes_master_node/node1',
    type: 'kubernetes_master_node',
    name: 'node1',
    data: { components: { apiserver: absent, etcd: absent }, files: [] },
  }
  expect(evaluatorOf().evaluate(node)).toEqual([])
})

const open = { podSelector: {}, ingress: [{ from: null }] }
const closed = { podSelector: {}, policyTypes: null, ingress: null, egress: null }

test.each([
  ['network-policy-allow-all', object('NetworkPolicy', { spec: open }), 'failed'],
  ['network-policy-allow-all', object('NetworkPolicy', { spec: closed }), 'passed'],
  [
    'pod-run-as-non-root',
    object('Pod', {
      spec: {
        securityContext: { runAsNonRoot: true },
        containers: [{ name: 'a', securityContext: { runAsNonRoot: null, runAsUser: null } }],
      },
    }),
    'passed',
  ],
])('a null field of %s is one that is not there', (rule, resource, says) => {
  const [finding] = evaluatorOf({ rules: [rule] }).evaluate(resource)
  expect(finding?.result.evaluation).toBe(says)
})

test('a null field is not there for rules of other objects either', () => {
  const namespace = object('Namespace', {}, { name: 'shop' })
  const inventory = createInventory()
  inventory.add(object('NetworkPolicy', { spec: closed }))
  const [finding] = evaluatorOf({ rules: ['network-default-deny'] }).evaluate(namespace, inventory)
  expect(finding?.result.evaluation).toBe('passed')
})
