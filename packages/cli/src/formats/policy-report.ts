/** The policy reports of the Kubernetes policy working group: one for each namespace, one for the cluster. */

import type { Finding, Severity } from '@evenkeel/model'
import { groupFindings } from './group.ts'
import { explain } from './place.ts'
import type { FormatOptions, ScanResult } from './result.ts'

/** `kubectl apply -f -` takes the list as it is. */
export function* printPolicyReport(result: ScanResult, { at }: FormatOptions): Iterable<string> {
  yield '{"apiVersion": "v1", "kind": "List", "items": ['
  let separator = '\n'
  for (const [namespace, findings] of groupFindings(
    result.findings,
    (it) => it.resource.namespace ?? '',
  )) {
    yield `${separator}${JSON.stringify(describeReport(namespace, findings, at))}`
    separator = ',\n'
  }
  yield '\n]}\n'
}

type Outcome = 'pass' | 'fail' | 'warn' | 'error' | 'skip'

function describeReport(namespace: string, findings: Finding[], at: Date): object {
  const summary: Record<Outcome, number> = { pass: 0, fail: 0, warn: 0, error: 0, skip: 0 }
  for (const finding of findings) summary[outcomeOf(finding)] += 1
  return {
    apiVersion: 'wgpolicyk8s.io/v1alpha2',
    kind: namespace ? 'PolicyReport' : 'ClusterPolicyReport',
    metadata: {
      name: 'evenkeel',
      ...(namespace ? { namespace } : {}),
      labels: { 'app.kubernetes.io/managed-by': 'evenkeel' },
    },
    summary,
    results: findings.map((it) => describeResult(it, at)),
  }
}

/** A failed finding that somebody accepted warns; what nobody could decide is an error and never a pass. */
function outcomeOf({ result, exception }: Finding): Outcome {
  if (result.evaluation === 'failed') return exception ? 'warn' : 'fail'
  if (result.evaluation === 'unknown') return 'error'
  return result.evaluation === 'manual' ? 'skip' : 'pass'
}

function describeResult(finding: Finding, at: Date): object {
  const { rule, resource } = finding
  return {
    source: 'evenkeel',
    policy: rule.benchmark.id || 'evenkeel',
    rule: rule.id,
    category: rule.section,
    severity: rule.severity satisfies Severity,
    result: outcomeOf(finding),
    scored: finding.result.evaluation === 'passed' || finding.result.evaluation === 'failed',
    message: [rule.name, ...explain(finding)].join('. '),
    timestamp: { seconds: Math.floor(at.getTime() / 1000), nanos: 0 },
    properties: { id: finding.id, resource: resource.id },
    ...referenceOf(finding),
  }
}

/** Nodes and the cluster as a whole are no objects of the API that a reference could name by kind. */
function referenceOf({ resource }: Finding): object {
  if (resource.type !== 'k8s_object' || !resource.sub_type) return {}
  const { sub_type: kind, name, namespace } = resource
  return { resources: [{ kind, name, ...(namespace ? { namespace } : {}) }] }
}
