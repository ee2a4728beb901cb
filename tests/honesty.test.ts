/** Nothing that could not be looked at looks like something that passed. */

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { collectNode, runCycle } from '@evenkeel/agent'
import { createEvaluator, createInventory, loadRules } from '@evenkeel/benchmarks'
import { computeScore, type Finding, type Gap, type Resource, tallyFindings } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { changedNode } from './change-node.ts'

const ruleSet = loadRules()
const cluster = { id: 'c', name: 'c' }
const modules = [...ruleSet.modules.values()]
const kinds = [...new Set(modules.flatMap(({ metadata }) => metadata.custom.inventory ?? []))]
const reasons = [
  'pods is forbidden: it needs list on pods (403).',
  'No answer within 30 seconds.',
  'The answer ended early.',
]

const { items } = JSON.parse(
  gunzipSync(
    readFileSync(
      new URL('../packages/benchmarks/fixtures/kubeadm-node/objects.json.gz', import.meta.url),
    ),
  ).toString(),
)
interface RecordedObject {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace?: string }
}
const resources: Resource[] = items.map((data: RecordedObject) => {
  const { apiVersion, kind, metadata } = data
  const { name, namespace } = metadata
  const id = `k8s_object/${kind}/${namespace ?? ''}/${name}`
  return { id, type: 'k8s_object', subType: kind, apiVersion, name, namespace, data }
})

function gapOf(subType: string | undefined, reason: string): Gap {
  return {
    collector: 'cluster',
    source: `list ${subType ?? 'everything'}`,
    reason,
    resourceType: 'k8s_object',
    ...(subType ? { subType } : {}),
  } as Gap
}

test.each(reasons)('a kind that could not be listed is unknown with the reason: %s', (reason) => {
  const evaluator = createEvaluator(ruleSet, { cluster })
  for (const kind of [...kinds, 'Deployment', 'Node', undefined]) {
    for (const { result } of evaluator.evaluateGap(gapOf(kind, reason))) {
      expect(result.evaluation).toBe('unknown')
      expect(result.reason).toContain(reason)
    }
  }
  expect(evaluator.counts.evaluated).toBe(0)
  expect(evaluator.counts.expected).toBeGreaterThan(100)
})

test.each(kinds)('a rule that reads every %s says nothing where some were not seen', (kind) => {
  const inventory = createInventory()
  for (const it of resources) if (it.subType !== kind) inventory.add(it)
  inventory.addGap(gapOf(kind, '403'))
  const evaluator = createEvaluator(ruleSet, { cluster })
  const readers = new Set(
    modules.flatMap(({ id, metadata }) => (metadata.custom.inventory?.includes(kind) ? [id] : [])),
  )
  const findings = resources
    .filter((it) => it.subType !== kind)
    .flatMap((it) => evaluator.evaluate(it, inventory))
    .filter((it) => readers.has(it.rule.id))
  for (const { result } of findings) {
    expect(result.evaluation).toBe('unknown')
    expect(result.reason).toContain(kind)
  }
})

async function nodeFindings(root: string, benchmarks: string[] = []): Promise<Finding[]> {
  const { findings } = await runCycle(collectNode({ root }, {}), {
    ruleSet,
    evaluator: { cluster, benchmarks },
  })
  return findings
}

test('a kubelet whose configuration cannot be read does not pass by its defaults', async () => {
  const root = changedNode({})
  rmSync(join(root, 'var/lib/kubelet/config.yaml'))
  const findings = await nodeFindings(root)
  const settings = findings.filter(
    ({ rule, result }) =>
      rule.id.startsWith('kubelet-') && result.evidence.some((it) => it.source?.kind === 'default'),
  )
  const passed = settings.filter((it) => it.result.evaluation === 'passed')
  expect(passed.map((it) => it.rule.id)).toEqual([])
})

test('a worker has no findings of a control plane that somebody else runs', async () => {
  const root = changedNode({})
  const list = join(root, '.evenkeel-recorded.json')
  const facts = JSON.parse(readFileSync(list, 'utf8'))
  for (const path of Object.keys(facts.files)) {
    if (/^\/etc\/kubernetes\/|^\/var\/lib\/etcd/.test(path)) delete facts.files[path]
  }
  writeFileSync(list, JSON.stringify(facts))
  for (const pid of ['20860', '20870', '20880', '20890', '20900', '20910', '20920']) {
    const [name = ''] = readFileSync(join(root, 'proc', pid, 'cmdline'), 'utf8').split('\0')
    if (!name.endsWith('kubelet')) rmSync(join(root, 'proc', pid), { recursive: true })
  }
  rmSync(join(root, 'etc/kubernetes/manifests'), { recursive: true })
  const findings = await nodeFindings(root, ['cis-kubernetes-1.12'])
  expect(findings.length).toBeGreaterThan(10)
  // The network plug-in's files, 1.1.9 and 1.1.10, are on every node.
  const ofControlPlane = findings.filter((it) =>
    /^(1\.[2-9]|1\.1\.[1-8]$|[23])\b/.test(it.rule.number),
  )
  expect(ofControlPlane.map((it) => it.rule.id)).toEqual([])
})

test.each(ruleSet.benchmarks.map((it) => it.id))(
  '%s has no score where nothing of it was evaluated',
  (benchmark) => {
    const evaluator = createEvaluator(ruleSet, { cluster, benchmarks: [benchmark] })
    const unseen = evaluator.evaluateGap(gapOf(undefined, '403'))
    for (const findings of [[], unseen]) {
      expect(computeScore(tallyFindings(findings))).toMatchObject({
        value: null,
        lower: null,
        upper: null,
      })
    }
  },
)
