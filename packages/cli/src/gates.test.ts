/** Gates break by severity, lower bound and coverage; nothing evaluated is never success. */
import {
  computeScore,
  type Evaluation,
  type Finding,
  type Severity,
  tallyFindings,
} from '@evenkeel/model'
import { expect, test } from 'vitest'
import type { ScanResult } from './formats/result.ts'
import { checkGates, type Gates } from './gates.ts'

function finding(severity: Severity, evaluation: Evaluation): Finding {
  return {
    id: `${severity}-${evaluation}`,
    rule: {
      id: severity,
      name: severity,
      section: 'API Server',
      number: '1.2.1',
      benchmark: { id: 'cis-kubernetes-1.12', version: '1.12.0' },
      severity,
      controls: [],
    },
    resource: {
      id: 'k8s_object/v1/Pod/a/b',
      type: 'k8s_object',
      sub_type: 'Pod',
      name: 'b',
      namespace: 'a',
      owner: null,
      source: null,
    },
    cluster: { id: 'c', name: 'c' },
    result: { evaluation, reason: null, evidence: [] },
    first_seen: null,
    changed_at: null,
    exception: null,
  }
}

function result(findings: Finding[]): ScanResult {
  const evaluated = findings.filter((it) => it.result.evaluation !== 'unknown').length
  return {
    version: '0',
    cluster: { id: 'c', name: 'c' },
    findings,
    score: computeScore(tallyFindings(findings)),
    coverage: { expected: findings.length, evaluated, gaps: [] },
  }
}

const mixed = [finding('high', 'failed'), finding('low', 'passed'), finding('low', 'unknown')]

const cases: [name: string, findings: Finding[], gates: Gates, status: number][] = [
  ['no gate, failed findings', mixed, {}, 0],
  ['nothing at all', [], {}, 3],
  ['only unknown', [finding('low', 'unknown')], {}, 3],
  ['a failed finding at the bound', mixed, { failOn: 'high' }, 1],
  ['a failed finding below the bound', mixed, { failOn: 'critical' }, 0],
  [
    'the lower bound of the score counts',
    [finding('low', 'passed'), finding('low', 'unknown')],
    { minScore: 60 },
    1,
  ],
  ['a good score', [finding('low', 'passed')], { minScore: 100 }, 0],
  ['too little looked at', mixed, { minCoverage: 90 }, 3],
  ['enough looked at', mixed, { minCoverage: 60 }, 0],
]

test.each(cases)('%s', (_, findings, gates, status) => {
  expect(checkGates(result(findings), gates).status).toBe(status)
})
