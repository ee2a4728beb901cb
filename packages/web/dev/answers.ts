/** Answers of a small, healthy server, for tests to vary. */

import {
  computeScore,
  type Finding,
  type FindingDetail,
  type KnownRule,
  type RelatedResource,
  type Relations,
  type ScoreChanges,
  type Scores,
} from '@evenkeel/model'
import type { Answers } from './render-app.tsx'

export const session = {
  user: { name: 'admin', role: 'admin' },
  mode: 'local',
  version: '0.1.0',
} as const

export function finding(
  part: Partial<Pick<Finding, 'id' | 'result'>> & { name?: string } = {},
): Finding {
  return {
    id: part.id ?? 'f-1',
    rule: {
      id: 'workloads.privileged',
      name: 'No container is privileged',
      section: 'Pod Security Standards',
      number: '5.2.2',
      benchmark: { id: 'cis-kubernetes-1.12', version: '1.12.0' },
      severity: 'critical',
      controls: [],
    },
    resource: {
      id: 'k8s_object/apps/Deployment/payments/api',
      type: 'k8s_object',
      sub_type: 'Deployment',
      name: part.name ?? 'api',
      namespace: 'payments',
      owner: null,
      source: null,
    },
    cluster: { id: 'c-1', name: 'prod-eu' },
    result: part.result ?? {
      evaluation: 'failed',
      reason: null,
      evidence: [
        {
          path: 'spec.template.spec.containers[0].securityContext.privileged',
          actual: true,
          expected: false,
          source: { kind: 'object' },
        },
      ],
    },
    first_seen: '2026-11-01T08:00:00Z',
    changed_at: '2026-11-20T08:00:00Z',
    exception: null,
    lifecycle: 'open',
  }
}

export const rule: KnownRule = {
  id: 'workloads.privileged',
  name: 'No container is privileged',
  description: 'Privileged containers see every device of the node.',
  rationale: 'A privileged container is root on its node.',
  severity: 'critical',
  assessment: 'automated',
  resource_types: ['k8s_object'],
  kinds: ['Deployment'],
  remediation:
    'Take the field out:\n\n```sh\nkubectl -n <namespace> edit <kind> <name> --as=<user>\n```\n',
  impact: '',
  parameters: [],
  references: ['https://kubernetes.io/docs/concepts/security/'],
  controls: [{ benchmark: 'cis-kubernetes-1.12', number: '5.2.2' }],
  source: 'package rules.workloads.privileged',
  origin: 'built-in',
}

export function detail(of: Finding = finding()): FindingDetail {
  return {
    finding: of,
    rule,
    resource: {
      labels: { app: 'api' },
      node: null,
      data: {
        spec: { template: { spec: { containers: [{ securityContext: { privileged: true } }] } } },
      },
    },
    related: [],
  }
}

export const page = (items: Finding[]) => ({
  items,
  total: items.length,
  next_cursor: null,
  warnings: [],
})

export const score = computeScore({
  critical: { passed: 8, failed: 2, unknown: 1, manual: 0 },
  low: { passed: 20, failed: 5, unknown: 0, manual: 3 },
})

export const cluster = {
  id: 'c-1',
  name: 'prod-eu',
  kind: 'agent',
  provider: 'kubeadm',
  kubernetes_version: '1.35.4',
  benchmark: 'cis-kubernetes-1.12',
  labels: {},
  created_at: '2026-11-01T08:00:00Z',
  last_evaluated_at: '2026-11-25T08:00:00Z',
  silent: { reporters: 0, of: 2, since: null },
  nodes: { expected: 3, reporting: 2 },
  coverage: {
    expected: 100,
    evaluated: 90,
    gaps: [
      {
        collector: 'kube-api',
        source: 'GET /apis/apps/v1/deployments',
        reason: 'The API server answered 403.',
        resource_type: 'k8s_object',
        sub_type: 'Deployment',
        node: null,
      },
    ],
  },
  state: 'first-finding',
  score,
}

export const scores: Scores = {
  score,
  sections: [
    {
      key: '5.2',
      label: 'Pod Security Standards',
      number: '5.2',
      query: 'rule.section : "Pod Security Standards"',
      score,
    },
    { key: '1.2', label: 'API Server', number: '1.2', query: 'rule.section : "API Server"', score },
  ],
  clusters: [],
  trend: [],
  top_rules: [{ id: rule.id, name: rule.name, number: '5.2.2', severity: 'critical', failed: 2 }],
  top_resources: [
    {
      id: 'k8s_object/apps/Deployment/payments/api',
      name: 'api',
      kind: 'Deployment',
      namespace: 'payments',
      cluster: { id: 'c-1', name: 'prod-eu' },
      failed: 3,
    },
  ],
}

export const scoreChanges: ScoreChanges = {
  from: { at: '2026-11-18T08:00:00Z', score },
  to: { at: '2026-11-25T08:00:00Z', score },
  moved: [
    {
      rule: { id: rule.id, name: rule.name, severity: 'critical' },
      cluster: { id: 'c-1', name: 'prod-eu' },
      failed: 2,
      resolved: 0,
      appeared: 1,
      gone: 0,
      effect: -3.24,
      query: 'rule.id : workloads.privileged',
    },
  ],
  events: [{ at: '2026-11-20T08:00:00Z', kind: 'cluster-added', text: 'prod-eu was added' }],
}

export const relations: Relations = {
  resources: [
    related('k8s_object/apps/Deployment/payments/api', 'Deployment', 'api', { hops: 0, failed: 3 }),
    related('k8s_object/core/ServiceAccount/payments/api', 'ServiceAccount', 'api-account', {
      risk: 'bound to cluster-admin',
    }),
    related('k8s_object/core/Secret/payments/db', 'Secret', 'db', { is_seen: false }),
  ],
  edges: [
    {
      from: 'k8s_object/apps/Deployment/payments/api',
      to: 'k8s_object/core/ServiceAccount/payments/api',
      kind: 'runs-as',
      label: 'runs as',
    },
    {
      from: 'k8s_object/apps/Deployment/payments/api',
      to: 'k8s_object/core/Secret/payments/db',
      kind: 'mounts',
      label: 'mounts',
    },
  ],
  omitted: 0,
}

function related(id: string, kind: string, name: string, part: Partial<RelatedResource>) {
  const rest = { namespace: 'payments', hops: 1, failed: 0, is_seen: true, risk: null }
  return { id, kind, name, ...rest, ...part }
}

export const facets = {
  fields: [
    {
      field: 'result.evaluation',
      values: [
        { value: 'failed', count: 7 },
        { value: 'passed', count: 28 },
      ],
      has_more: false,
    },
    {
      field: 'resource.namespace',
      values: [
        { value: 'payments', count: 4 },
        { value: 'kube-system', count: 2 },
        { value: null, count: 1 },
      ],
      has_more: false,
    },
  ],
  warnings: [],
}

/** Everything there and well. */
export const healthy: Answers = {
  '/session': { body: session },
  '/clusters': { body: [cluster] },
  '/clusters/c-1': { body: { cluster, reporters: [], silent_nodes: ['worker-3'] } },
  '/clusters/c-1/agents': { body: [] },
  '/scores': { body: scores },
  '/facets': { body: facets },
  '/fields': { body: [] },
  '/findings': { body: page([finding(), finding({ id: 'f-2', name: 'worker' })]) },
  '/findings/f-1': { body: detail() },
  '/findings/f-2': { body: detail(finding({ id: 'f-2', name: 'worker' })) },
  '/findings/f-1/history': { body: [] },
  '/findings/f-1/notes': { body: [] },
  '/labels': { body: [{ key: 'team', resources: 1 }] },
  '/views': { body: [] },
  '/scores/changes': { body: scoreChanges },
  '/rule-settings': { body: [] },
  '/rule-settings/history': { body: [] },
  '/exceptions': { body: [] },
}
