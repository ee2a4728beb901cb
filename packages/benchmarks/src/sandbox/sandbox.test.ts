/** Rules of users are ended when they overrun, by name and place, and the others go on. */
import type { Resource } from '@evenkeel/model'
import { afterEach, expect, test } from 'vitest'
import { createInventory } from '../evaluate/inventory.ts'
import { openSandbox, type RuleSandbox, type SandboxLimits } from './sandbox.ts'

let sandbox: RuleSandbox | undefined
afterEach(() => sandbox?.close())

const pod = (name: string): Resource => ({
  id: `k8s_object/v1/Pod/x/${name}`,
  type: 'k8s_object',
  subType: 'Pod',
  apiVersion: 'v1',
  name,
  namespace: 'x',
  data: {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'x' },
    spec: { hostPID: true },
  },
})

const honest = 'package honest\nimport rego.v1\ndeny contains "shares" if input.spec.hostPID\n'
const inventory = createInventory().document

function judgeAll(
  sources: Record<string, string>,
  limits: Partial<SandboxLimits> = {},
  names = ['a', 'b'],
) {
  sandbox = openSandbox(
    Object.entries(sources).map(([file, text]) => ({ file, text })),
    limits,
  )
  expect(sandbox.mistakes).toEqual([])
  return names.map((name) => {
    const resource = pod(name)
    return Object.fromEntries(
      (sandbox?.rules ?? []).map(({ rule, judge }) => [rule.id, judge(resource, inventory)]),
    )
  })
}

test('rules judge in the thread as they do outside', () => {
  const [first] = judgeAll({ 'honest.rego': honest })
  expect(first?.['conftest/honest.deny']).toMatchObject({ evaluation: 'failed', reason: 'shares' })
})

const hostile: [name: string, source: string, limits: Partial<SandboxLimits>][] = [
  [
    'one that loops without end',
    'package hostile\nimport rego.v1\ndeny contains x if { xs := numbers.range(1, 3000); some a in xs; some b in xs; some c in xs; x := a + b + c; x < 0 }\n',
    { judgeMilliseconds: 1_500 },
  ],
  [
    'one that eats memory',
    'package hostile\nimport rego.v1\ndeny contains x if { xs := [s | some i in numbers.range(1, 200000); s := sprintf("%0900d", [i])]; x := count(xs) }\n',
    { judgeMilliseconds: 6_000, heapMegabytes: 64 },
  ],
]

test.each(hostile)(
  '%s is unknown with its name and place, the others go on',
  (_, source, limits) => {
    const verdicts = judgeAll({ 'honest.rego': honest, 'hostile.rego': source }, limits)
    for (const verdict of verdicts) {
      expect(verdict['conftest/honest.deny']?.evaluation).toBe('failed')
      expect(verdict['conftest/hostile.deny']?.evaluation).toBe('unknown')
    }
    expect(verdicts[0]?.['conftest/hostile.deny']?.reason).toBeTruthy()
  },
)

test('mistakes of a folder are told', () => {
  sandbox = openSandbox([{ file: 'x.rego', text: 'package x\np := := 1' }])
  expect(sandbox.mistakes[0]?.file).toBe('x.rego')
})
