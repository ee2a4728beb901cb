/** A fix is tried on what was kept of the resource, and verified only where nothing else had to be known. */

import type { Finding } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { tryFix } from './try-fix.ts'

const data = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'api', namespace: 'payments' },
  spec: { hostPID: true, containers: [{ name: 'main', image: 'registry/api:1' }] },
}

function failed(ruleId: string, evaluation: Finding['result']['evaluation'] = 'failed'): Finding {
  return {
    id: '00000000-0000-0000-0000-000000000001',
    rule: {
      id: ruleId,
      name: 'A rule',
      section: '',
      number: '',
      benchmark: { id: 'cis-kubernetes-1.12', version: '1.12.0' },
      severity: 'high',
      controls: [],
    },
    resource: {
      id: 'k8s_object/core/Pod/payments/api',
      type: 'k8s_object',
      sub_type: 'Pod',
      name: 'api',
      namespace: 'payments',
      owner: null,
      source: null,
    },
    cluster: { id: 'c-1', name: 'prod' },
    result: {
      evaluation,
      reason: null,
      evidence: [{ path: 'spec.hostPID', actual: true, expected: false }],
    },
    first_seen: null,
    changed_at: null,
    exception: null,
  }
}

const tried = (finding: Finding, kept: unknown = data) =>
  tryFix({
    finding,
    data: kept,
    labels: {},
    node: null,
    cluster: finding.cluster,
    kubernetesVersion: '1.35.4',
  })

test('is verified where the rule passes with it', () => {
  expect(tried(failed('pod-host-pid'))).toMatchObject({
    patch: [{ op: 'remove', path: '/spec/hostPID' }],
    is_verified: true,
    reason: null,
  })
})

test('leaves the resource as it is', () => {
  const before = structuredClone(data)
  tried(failed('pod-host-pid'))
  expect(data).toEqual(before)
})

test.each<[why: string, Finding, unknown]>([
  ['has passed', failed('pod-host-pid', 'passed'), data],
  ['is of a rule that is not built in', failed('somebodys-own'), data],
  ['is of a resource that was not kept', failed('pod-host-pid'), null],
])('is none where the finding %s', (_, finding, kept) => {
  expect(tried(finding, kept)).toBeUndefined()
})
