/** The Pod Security benchmarks refuse the pods that Kubernetes' own admission refuses, by version. */

import { readFileSync } from 'node:fs'
import type { Finding, Resource } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { createEvaluator } from './evaluate/evaluator.ts'
import { loadRules } from './library/rule-set.ts'

interface RecordedPod {
  pod: { metadata: { name: string } }
  /** Minor versions at which the level refuses the pod. */
  baseline: number[]
  restricted: number[]
}

/** Made by fixtures/pod-security/generate, with the admission of Kubernetes 1.36. */
const records = readFileSync(
  new URL('../fixtures/pod-security/pods.ndjson', import.meta.url),
  'utf8',
)
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as RecordedPod)

/** Those at which some check changes, and the one before. */
const minors = [0, 18, 19, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36]

const cases = (['baseline', 'restricted'] as const).flatMap((level) =>
  minors.map((minor) => ({ level, minor })),
)

test.each(cases)('$level at 1.$minor refuses the same pods', ({ level, minor }) => {
  const evaluator = createEvaluator(loadRules(), {
    cluster: { id: 'c', name: 'c' },
    benchmarks: [`pss-${level}`],
    kubernetesVersion: `1.${minor}`,
  })
  const differing = records.flatMap((record) => {
    const findings = evaluator.evaluate(toResource(record.pod))
    const isRefused = findings.some(({ result }) => result.evaluation === 'failed')
    expect(findings.filter(isUndecided)).toEqual([])
    return isRefused === record[level].includes(minor) ? [] : [record.pod.metadata.name]
  })
  expect(differing).toEqual([])
})

function isUndecided({ result }: Finding): boolean {
  return result.evaluation === 'unknown' || result.evaluation === 'manual'
}

function toResource(pod: RecordedPod['pod']): Resource {
  const { name } = pod.metadata
  return {
    id: `k8s_object/v1/Pod/shop/${name}`,
    type: 'k8s_object',
    subType: 'Pod',
    apiVersion: 'v1',
    name,
    namespace: 'shop',
    data: pod,
  }
}

test('the recording holds pods of every outcome', () => {
  expect(records.length).toBeGreaterThanOrEqual(300)
  const newest = Math.max(...minors)
  for (const level of ['baseline', 'restricted'] as const) {
    const refused = records.filter((record) => record[level].includes(newest)).length
    expect(refused).toBeGreaterThan(100)
    expect(records.length - refused).toBeGreaterThan(100)
  }
})
