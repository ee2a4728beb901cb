/** Invented findings of two clusters, for looking at the pages without a server. */

import { randomUUID } from 'node:crypto'
import type { Evaluation, Finding, Rule, Severity } from '@evenkeel/model'

type RuleLine = [
  number: string,
  id: string,
  name: string,
  section: string,
  severity: Severity,
  target: 'node' | 'workload' | 'namespace' | 'role',
]

const ruleLines: RuleLine[] = [
  [
    '1.1.12',
    'files.etcd-data-owner',
    'The etcd data directory belongs to etcd',
    'Control Plane Node Configuration Files',
    'high',
    'node',
  ],
  [
    '1.2.1',
    'apiserver.anonymous-auth',
    'The API server refuses anonymous requests',
    'API Server',
    'critical',
    'node',
  ],
  [
    '1.2.4',
    'apiserver.kubelet-certificate-authority',
    'The API server verifies the certificates of kubelets',
    'API Server',
    'high',
    'node',
  ],
  [
    '1.2.6',
    'apiserver.authorization-mode',
    'The API server does not allow every request',
    'API Server',
    'critical',
    'node',
  ],
  [
    '1.2.15',
    'apiserver.profiling',
    'Profiling of the API server is off',
    'API Server',
    'low',
    'node',
  ],
  [
    '1.2.16',
    'apiserver.audit-log-path',
    'The API server writes an audit log',
    'API Server',
    'medium',
    'node',
  ],
  [
    '1.3.2',
    'controller-manager.profiling',
    'Profiling of the controller manager is off',
    'Controller Manager',
    'low',
    'node',
  ],
  ['1.4.1', 'scheduler.profiling', 'Profiling of the scheduler is off', 'Scheduler', 'low', 'node'],
  ['2.1', 'etcd.client-certificates', 'etcd serves clients over TLS', 'etcd', 'critical', 'node'],
  [
    '4.1.1',
    'files.kubelet-service-mode',
    'The kubelet service file can be written by its owner only',
    'Worker Node Configuration Files',
    'medium',
    'node',
  ],
  [
    '4.2.1',
    'kubelet.anonymous-auth',
    'The kubelet refuses anonymous requests',
    'Kubelet',
    'critical',
    'node',
  ],
  [
    '4.2.4',
    'kubelet.read-only-port',
    'The read-only port of the kubelet is closed',
    'Kubelet',
    'high',
    'node',
  ],
  [
    '4.2.6',
    'kubelet.make-iptables-util-chains',
    'The kubelet keeps its iptables chains',
    'Kubelet',
    'medium',
    'node',
  ],
  [
    '5.1.1',
    'rbac.cluster-admin',
    'The role cluster-admin is used only where it is needed',
    'RBAC and Service Accounts',
    'high',
    'role',
  ],
  [
    '5.1.3',
    'rbac.wildcards',
    'Roles name what they allow instead of using wildcards',
    'RBAC and Service Accounts',
    'medium',
    'role',
  ],
  [
    '5.1.6',
    'workloads.service-account-token',
    'Pods that do not call the API server get no token',
    'RBAC and Service Accounts',
    'medium',
    'workload',
  ],
  [
    '5.2.2',
    'workloads.privileged',
    'No container is privileged',
    'Pod Security Standards',
    'critical',
    'workload',
  ],
  [
    '5.2.3',
    'workloads.host-pid',
    'No pod shares the process namespace of its node',
    'Pod Security Standards',
    'high',
    'workload',
  ],
  [
    '5.2.5',
    'workloads.host-network',
    'No pod shares the network of its node',
    'Pod Security Standards',
    'high',
    'workload',
  ],
  [
    '5.2.6',
    'workloads.privilege-escalation',
    'No container may gain more privileges than it started with',
    'Pod Security Standards',
    'medium',
    'workload',
  ],
  [
    '5.2.7',
    'workloads.root',
    'No container runs as root',
    'Pod Security Standards',
    'medium',
    'workload',
  ],
  [
    '5.3.2',
    'namespaces.network-policy',
    'Every namespace has a network policy',
    'Network Policies and CNI',
    'medium',
    'namespace',
  ],
  [
    '5.7.3',
    'workloads.security-context',
    'Pods and containers have a security context',
    'General Policies',
    'low',
    'workload',
  ],
]

const namespaces = ['kube-system', 'payments', 'ingest', 'ledger', 'monitoring', 'web', 'auth']
const services = ['api', 'worker', 'gateway', 'cron', 'cache', 'frontend', 'exporter', 'migrations']
const kinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob']

export const clusters = [
  { id: '0b1e5d2a-1111-4222-8333-444455556666', name: 'prod-eu-1' },
  { id: '7c2f6e3b-1111-4222-8333-444455557777', name: 'staging' },
]

let seed = 7
function random(): number {
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed / 2147483648
}

function pickEvaluation(): Evaluation {
  const dice = random()
  if (dice < 0.3) return 'failed'
  if (dice < 0.38) return 'unknown'
  if (dice < 0.44) return 'manual'
  return 'passed'
}

function resourcesOf(target: RuleLine[5]): Finding['resource'][] {
  const base = { owner: null, source: null }
  if (target === 'node') {
    return ['cp-1', 'cp-2', 'worker-1', 'worker-2', 'worker-3'].map((name) => ({
      ...base,
      id: `kubernetes_worker_node/${name}`,
      type: name.startsWith('cp') ? 'kubernetes_master_node' : 'kubernetes_worker_node',
      sub_type: null,
      name,
      namespace: null,
    }))
  }
  if (target === 'namespace') {
    return namespaces.map((name) => ({
      ...base,
      id: `k8s_object/Namespace/${name}`,
      type: 'k8s_object',
      sub_type: 'Namespace',
      name,
      namespace: null,
    }))
  }
  if (target === 'role') {
    return [
      'admin',
      'deployer',
      'metrics-reader-for-the-monitoring-of-everything-in-the-cluster',
      'ops',
    ].map((name) => ({
      ...base,
      id: `k8s_object/ClusterRole/${name}`,
      type: 'k8s_object',
      sub_type: 'ClusterRole',
      name,
      namespace: null,
    }))
  }
  return namespaces.flatMap((namespace, at) =>
    services.map((name, index) => {
      const kind = kinds[(at + index) % kinds.length] ?? 'Deployment'
      return {
        ...base,
        id: `k8s_object/apps/${kind}/${namespace}/${name}`,
        type: 'k8s_object' as const,
        sub_type: kind,
        name: `${name}-${namespace}`,
        namespace,
      }
    }),
  )
}

const evidenceOf: Record<RuleLine[5], (failed: boolean) => Finding['result']['evidence']> = {
  node: (failed) => [
    {
      path: '--profiling',
      actual: failed,
      expected: false,
      source: failed
        ? { kind: 'default' }
        : { kind: 'flag', file: '/etc/kubernetes/manifests/kube-apiserver.yaml', line: 23 },
    },
  ],
  workload: (failed) => [
    {
      path: 'spec.template.spec.containers[0].securityContext.privileged',
      actual: failed,
      expected: false,
      source: { kind: 'object' },
    },
    ...(failed
      ? [
          {
            path: 'spec.template.spec.containers[1].securityContext.allowPrivilegeEscalation',
            actual: null,
            expected: false,
            source: { kind: 'object' },
          },
        ]
      : []),
  ],
  namespace: (failed) => [
    {
      path: 'networkPolicies',
      actual: failed ? [] : ['default-deny'],
      expected: 'at least one network policy',
    },
  ],
  role: (failed) => [
    { path: 'rules[0].verbs', actual: failed ? ['*'] : ['get', 'list'], expected: 'named verbs' },
  ],
}

export const rules: Rule[] = ruleLines.map(([number, id, name, section, severity, target]) => ({
  id,
  name,
  description: `${name}. The rule looks at every ${target} of the cluster.`,
  rationale:
    'Whoever reaches this setting from inside the cluster gains more than they were meant to have. Leaving it open turns a small foothold into control over the node, and from there over every pod that runs on it.',
  severity,
  assessment: 'automated',
  resource_types: ['k8s_object'],
  kinds: [],
  remediation:
    target === 'node'
      ? '1. Edit `/etc/kubernetes/manifests/kube-apiserver.yaml` on the node and set `--profiling=false`.\n2. Wait until the kubelet has restarted the API server:\n\n```sh\nkubectl get pods -n kube-system -l component=kube-apiserver --field-selector spec.nodeName=<node-name>\n```\n\nThe file must stay with its owner:\n\n```sh\nchown <owner>:<group> /etc/kubernetes/manifests/kube-apiserver.yaml\n```\n'
      : 'Set the field in the manifest that this object is made from, then apply it:\n\n```sh\nkubectl -n <namespace> patch <kind> <name> --type=json \\\n  -p=\'[{"op":"replace","path":"/spec/template/spec/containers/<index>/securityContext/privileged","value":false}]\'\n```\n',
  impact: target === 'workload' ? 'Containers that mount devices of the node stop working.' : '',
  parameters: [],
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  controls: [
    { benchmark: 'cis-kubernetes-1.12', number, section },
    { benchmark: 'nsa-cisa-1.2', number: '3.1' },
  ],
  source: `# METADATA\n# title: ${name}\npackage rules.${id.replaceAll('-', '_')}\n\nimport data.lib.workload\n\ndefault evaluation := "passed"\n\nevaluation := "failed" if {\n\tsome container in workload.containers\n\tcontainer.securityContext.privileged == true\n}\n`,
}))

const days = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString()

export const findings: Finding[] = clusters.flatMap((cluster) =>
  ruleLines.flatMap(([number, id, name, section, severity, target]) =>
    resourcesOf(target).map((resource): Finding => {
      const evaluation = pickEvaluation()
      const age = Math.floor(random() * 60)
      return {
        id: randomUUID(),
        rule: {
          id,
          name,
          section,
          number,
          benchmark: { id: 'cis-kubernetes-1.12', version: '1.12.0' },
          severity,
          controls: [{ benchmark: 'cis-kubernetes-1.12', number, section }],
        },
        resource,
        cluster,
        result: {
          evaluation,
          reason:
            evaluation === 'unknown'
              ? 'GET /apis/apps/v1/deployments was forbidden: the service account may not list them.'
              : evaluation === 'manual'
                ? 'Needs the answer of a person.'
                : null,
          evidence:
            evaluation === 'failed' || evaluation === 'passed'
              ? evidenceOf[target](evaluation === 'failed')
              : [],
        },
        first_seen: days(age + 10),
        changed_at: days(age),
        exception: null,
        lifecycle: evaluation === 'failed' ? 'open' : 'resolved',
      }
    }),
  ),
)

export function dataOf(resource: Finding['resource']): unknown {
  return {
    apiVersion: 'apps/v1',
    kind: resource.sub_type,
    metadata: {
      name: resource.name,
      namespace: resource.namespace,
      labels: { 'app.kubernetes.io/name': resource.name },
    },
    spec: {
      replicas: 3,
      template: {
        spec: {
          serviceAccountName: 'default',
          containers: [
            {
              name: 'app',
              image: 'registry.example.com/payments/api:1.4.2',
              args: ['--port=8080', '--verbose'],
              securityContext: { privileged: true, runAsUser: 0 },
              resources: { limits: { memory: '512Mi' } },
            },
            { name: 'proxy', image: 'registry.example.com/proxy:2.1', securityContext: {} },
          ],
          volumes: [{ name: 'cache', emptyDir: {} }],
        },
      },
    },
  }
}
