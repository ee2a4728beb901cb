/** What other tools got wrong, one case a line; docs/pitfalls.md says what each was. */

import type { Json, Resource } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { createEvaluator, type Evaluator } from './evaluate/evaluator.ts'
import { createInventory } from './evaluate/inventory.ts'
import { loadRules } from './library/rule-set.ts'

const ruleSet = loadRules()
const cluster = { id: 'c', name: 'c' }

type Evaluation = 'passed' | 'failed' | 'unknown' | 'manual' | 'na'

interface Case {
  name: string
  rule: string
  resource: Resource
  says: Evaluation
  benchmark?: string
  beside?: Resource[]
}

const noComponent = { state: 'absent', settings: {}, feature_gates: {}, documents: {} }
const keys = ['apiserver', 'controller_manager', 'scheduler', 'etcd', 'kubelet', 'proxy']

/** A node on which one component runs with these settings. */
function node(key: string, settings: Record<string, Json>, fields: object = {}): Resource {
  const data = {
    name: 'node1',
    distribution: 'kubeadm',
    control_plane: true,
    components: {
      ...Object.fromEntries(keys.map((it) => [it, { name: it, ...noComponent }])),
      [key]: {
        name: key,
        state: 'running',
        version: '1.33.1',
        feature_gates: {},
        documents: {},
        settings: Object.fromEntries(
          Object.entries(settings).map(([name, value]) => [name, { value, source: 'flag' }]),
        ),
        ...fields,
      },
    },
    files: [],
  }
  const type = key === 'kubelet' ? 'kubernetes_worker_node' : 'kubernetes_master_node'
  return { id: `${type}/node1`, type, name: 'node1', node: 'node1', data }
}

function withFile(key: string, mode: string, owner: string): Resource {
  const resource = node('etcd', {})
  const id = owner === 'root' ? 0 : 100
  const file = { key, path: `/${key}`, type: 'file', mode, uid: id, gid: id, owner, group: owner }
  const data = { ...(resource.data as object), files: [{ ...file, named_by: 'candidates' }] }
  return { ...resource, data }
}

function object(kind: string, data: Record<string, unknown>, name = 'web'): Resource {
  const { metadata = {} } = data as { metadata?: object }
  return {
    id: `k8s_object/${kind}/shop/${name}`,
    type: 'k8s_object',
    subType: kind,
    apiVersion: 'v1',
    name,
    namespace: 'shop',
    data: { kind, ...data, metadata: { name, namespace: 'shop', ...metadata } },
  }
}

const pod = (spec: object, metadata: object = {}): Resource =>
  object('Pod', { metadata, spec: { containers: [{ name: 'a', image: 'a:1' }], ...spec } })
const container = (fields: object): Resource =>
  pod({ containers: [{ name: 'a', image: 'a:1', ...fields }] })
const context = (securityContext: object): Resource => container({ securityContext })
const role = (kind: string, rules: object[], metadata: object = {}): Resource =>
  object(kind, { metadata, rules }, 'custom')
const cloud = (type: Resource['type'], data: object): Resource => ({
  id: type,
  type,
  name: 'c',
  data,
})
const everything = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] }
const bootstrapped = { labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } }
const built = object(
  'ClusterRole',
  { metadata: bootstrapped, rules: [everything] },
  'cluster-admin',
)
const drop = (...names: string[]) => context({ capabilities: { drop: names } })
const hidden = { state: 'unknown', reason: 'no permission' }
const push = { scanningConfiguration: { scanType: 'ENHANCED' } }
const pools = [
  { name: 'a', config: { serviceAccount: 'x@y' } },
  { name: 'b', config: {} },
]
const webhook = object('ValidatingWebhookConfiguration', { webhooks: [{ name: 'x.example.org' }] })

const kubernetes = 'cis-kubernetes-1.12'
const gate = 'kubelet-rotate-server-cert-gate'

// biome-ignore format: one case a line
const cases: Case[] = [
  { name: 'P09 a kubelet that could not be read is unknown, not left out', rule: 'kubelet-anonymous-auth', resource: node('kubelet', {}, hidden), says: 'unknown' },
  { name: 'P24 a gate that nothing sets is on', rule: gate, resource: node('kubelet', {}), says: 'passed', benchmark: kubernetes },
  { name: 'P25 EKS asks for the gate to be set', rule: gate, resource: node('kubelet', {}), says: 'failed', benchmark: 'cis-eks-1.8' },
  { name: 'P26 the controller manager has the gate on too', rule: 'kcm-rotate-kubelet-server-cert', resource: node('controller_manager', {}), says: 'passed' },
  { name: 'P27 the gate may stand among the flags', rule: gate, resource: node('kubelet', {}, { feature_gates: { RotateKubeletServerCertificate: { value: false, source: 'flag' } } }), says: 'failed', benchmark: kubernetes },
  { name: 'P28 a certificate that the cluster signs is one', rule: 'kubelet-serving-cert', resource: node('kubelet', { serverTLSBootstrap: true }), says: 'passed' },
  { name: 'P28 no certificate at all is none', rule: 'kubelet-serving-cert', resource: node('kubelet', {}), says: 'failed' },
  { name: 'P29 a gate need not be set where its default is good', rule: gate, resource: node('kubelet', {}), says: 'passed', benchmark: 'cis-openshift-1.8' },
  { name: 'P30 iptables chains are made unless that is off', rule: 'kubelet-iptables-util-chains', resource: node('kubelet', { makeIPTablesUtilChains: true }), says: 'passed' },
  { name: 'P31 certificates do not rotate unless that is on', rule: 'kubelet-rotate-certificates', resource: node('kubelet', { rotateCertificates: false }), says: 'failed' },
  { name: 'P32 no limit of events is for a person to judge, not passed for any number', rule: 'kubelet-event-qps', resource: node('kubelet', { eventRecordQPS: 1 }), says: 'manual' },
  { name: 'P33 a limit of -1 is no limit', rule: 'kubelet-pod-pids-limit', resource: node('kubelet', { podPidsLimit: -1 }), says: 'failed' },
  { name: 'P33 false is not set', rule: 'kubelet-seccomp-default', resource: node('kubelet', { seccompDefault: false }), says: 'failed' },
  { name: 'P34 the mode of authorization has a rule of its own on AKS', rule: 'kubelet-authorization-mode', resource: node('kubelet', { 'authorization.mode': 'AlwaysAllow', 'authentication.anonymous.enabled': false }), says: 'failed', benchmark: 'cis-aks-1.8' },
  { name: 'P39 a wide file in a closed folder is still wide', rule: 'apiserver-manifest-mode', resource: withFile('apiserver_manifest', '0644', 'root'), says: 'failed' },
  { name: 'P43 who owns the data of etcd is a parameter', rule: 'etcd-data-dir-owner', resource: withFile('etcd_data_dir', '0700', 'root'), says: 'passed', benchmark: 'cis-openshift-1.8' },
  { name: 'P43 and etcd by default', rule: 'etcd-data-dir-owner', resource: withFile('etcd_data_dir', '0700', 'root'), says: 'failed', benchmark: kubernetes },
  { name: 'P46 whoever may list secrets is found in the role', rule: 'rbac-secrets-access', resource: role('Role', [{ verbs: ['list'], apiGroups: [''], resources: ['secrets'] }]), says: 'failed' },
  { name: 'P47 the roles of Kubernetes itself do not count', rule: 'rbac-wildcards', resource: built, says: 'na' },
  { name: 'P48 wildcards in cluster roles count', rule: 'rbac-wildcards', resource: role('ClusterRole', [everything]), says: 'failed', benchmark: 'cis-eks-1.8' },
  { name: 'P49 hostPID: false is not hostPID', rule: 'pod-host-pid', resource: pod({ hostPID: false }), says: 'passed' },
  { name: 'P50 escalation is allowed unless that is off', rule: 'pod-allow-privilege-escalation', resource: context({}), says: 'failed' },
  { name: 'P51 init containers count', rule: 'pod-privileged', resource: pod({ initContainers: [{ name: 'i', image: 'i:1', securityContext: { privileged: true } }] }), says: 'failed' },
  { name: 'P51 ephemeral containers count', rule: 'pod-privileged', resource: pod({ ephemeralContainers: [{ name: 'e', image: 'e:1', securityContext: { privileged: true } }] }), says: 'failed' },
  { name: 'P52 a pod that sees the processes of the host fails on OpenShift too', rule: 'pod-host-pid', resource: pod({ hostPID: true }), says: 'failed', benchmark: 'cis-openshift-1.8' },
  { name: 'P54 dropping ALL drops NET_RAW', rule: 'cap-net-raw', resource: drop('ALL'), says: 'passed' },
  { name: 'P54 dropping another does not', rule: 'cap-net-raw', resource: drop('KILL'), says: 'failed' },
  { name: 'P55 a policy that lets in everybody is open, whatever it selects', rule: 'network-policy-allow-all', resource: object('NetworkPolicy', { spec: { podSelector: {}, ingress: [{}] } }), says: 'failed' },
  { name: 'P56 a profile of the pod counts for a bare pod', rule: 'pod-seccomp-runtime-default', resource: pod({ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }), says: 'passed' },
  { name: 'P56 baseline allows no profile', rule: 'pod-seccomp-unconfined', resource: pod({}), says: 'passed' },
  { name: 'P57 the field counts', rule: 'pod-apparmor', resource: context({ appArmorProfile: { type: 'Unconfined' } }), says: 'failed' },
  { name: 'P57 the annotation counts', rule: 'pod-apparmor', resource: pod({}, { annotations: { 'container.apparmor.security.beta.kubernetes.io/a': 'unconfined' } }), says: 'failed' },
  { name: 'P58 a token is mounted unless that is off', rule: 'sa-token-automount', resource: pod({}), says: 'failed' },
  { name: 'P61 the pods are looked at, not policies of a version that is gone', rule: 'pod-privileged', resource: context({ privileged: true }), says: 'failed', benchmark: 'cis-aks-1.8' },
  { name: 'P63 GKE has checks of its own', rule: 'endpoint-private', resource: cloud('gcp_kubernetes_engine_cluster', { cluster: { privateClusterConfig: { enablePrivateEndpoint: true } } }), says: 'passed', benchmark: 'cis-gke-1.9' },
  { name: 'P65 scanning by the registry counts', rule: 'registry-image-scanning', resource: cloud('aws_eks_cluster', { registry_scanning: push, repositories: [{ imageScanningConfiguration: { scanOnPush: false } }] }), says: 'passed' },
  { name: 'P66 every pool counts', rule: 'gke-node-sa', resource: cloud('gcp_kubernetes_engine_cluster', { cluster: { nodePools: pools } }), says: 'failed' },
  { name: 'P67 anonymous health checks alone are well', rule: 'apiserver-anonymous-auth', resource: node('apiserver', { 'authentication-config': '/a' }, { documents: { 'authentication-config': { path: '/a', content: { anonymous: { enabled: true, conditions: [{ path: '/livez' }] } } } } }), says: 'passed' },
]

/** All rules of a benchmark are compiled once. */
const evaluators = new Map<string, Evaluator>()
function evaluatorOf(benchmark = ''): Evaluator {
  const known = evaluators.get(benchmark)
  if (known) return known
  const chosen = benchmark === '' ? {} : { benchmarks: [benchmark] }
  const evaluator = createEvaluator(ruleSet, { cluster, ...chosen })
  evaluators.set(benchmark, evaluator)
  return evaluator
}

test.each(cases)('$name', ({ rule, resource, says, benchmark, beside = [] }) => {
  const inventory = createInventory()
  for (const it of [resource, ...beside]) inventory.add(it)
  const findings = evaluatorOf(benchmark).evaluate(resource, inventory)
  const finding = findings.find((it) => it.rule.id === rule)
  expect(finding?.result.evaluation ?? 'na').toBe(says)
})

test('P60 a webhook of any name is no engine that holds pods to the standards', () => {
  const namespace = object('Namespace', { metadata: { labels: {} } }, 'shop')
  const inventory = createInventory()
  for (const it of [namespace, webhook]) inventory.add(it)
  const evaluator = evaluatorOf()
  const evaluations = evaluator
    .evaluate(namespace, inventory)
    .filter((it) => it.rule.id === 'ns-psa-enforce')
    .map((it) => it.result.evaluation)
  expect(evaluations).toHaveLength(1)
  expect(evaluations).not.toContain('passed')
})

test('P53 every pair of rule and resource is counted, so that one that vanishes is seen', () => {
  const evaluator = createEvaluator(ruleSet, { cluster, benchmarks: [kubernetes] })
  const findings = evaluator.evaluate(node('kubelet', {}))
  const { expected, evaluated, notApplicable } = evaluator.counts
  expect(expected).toBe(findings.length)
  expect(evaluated).toBeLessThanOrEqual(expected)
  expect(notApplicable).toBeGreaterThan(0)
})

test('P59 the guide of NSA and CISA names each rule once in a section', () => {
  const guide = ruleSet.benchmarks.find(({ id }) => id === 'nsa-cisa-1.2')
  for (const { rules, title } of guide?.sections ?? []) {
    const ids = rules.map(({ rule }) => rule)
    expect(new Set(ids).size, title).toBe(ids.length)
  }
})

test('P62 a rule keeps its id where its number moves', () => {
  const numbers = ['cis-kubernetes-1.7', kubernetes].map((id) => {
    const sections = ruleSet.benchmarks.find((it) => it.id === id)?.sections ?? []
    const found = sections
      .flatMap(({ rules }) => rules)
      .find((it) => it.rule === 'sa-token-automount')
    return found?.number
  })
  expect(numbers.every((it) => it !== undefined)).toBe(true)
})

test.each([
  ['aws_eks_cluster', 'cis-eks-1.8', 10],
  ['azure_aks_cluster', 'cis-aks-1.8', 7],
  ['gcp_kubernetes_engine_cluster', 'cis-gke-1.9', 20],
] as const)('P64 rules of the cloud judge a resource of the type %s', (type, benchmark, least) => {
  const evaluator = evaluatorOf(benchmark)
  const [none, some] = [{}, { cluster: {} }].map((data) => evaluator.evaluate(cloud(type, data)))
  expect(none?.length).toBeGreaterThanOrEqual(least)
  expect(none?.every(({ result }) => result.evaluation === 'unknown')).toBe(true)
  expect(some?.some(({ result }) => result.evaluation === 'failed')).toBe(true)
})
