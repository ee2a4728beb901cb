/** What a rule leaves to a person comes with the facts that the person needs. */

import { fileURLToPath } from 'node:url'
import { collectManifests, collectNode, runCycle } from '@evenkeel/agent'
import { loadRules } from '@evenkeel/benchmarks'
import type { Finding, Observation } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { recordedNode } from './change-node.ts'

const ruleSet = loadRules()
const objects = fileURLToPath(
  new URL('../packages/benchmarks/fixtures/kubeadm-node/objects.json.gz', import.meta.url),
)
const manualRules = [...ruleSet.modules.values()].flatMap(({ id, metadata }) =>
  metadata.custom.manual ? [id] : [],
)

/** Objects that a plain kubeadm cluster has none of, and manual rules ask about. */
const others = [
  webhooks('MutatingWebhookConfiguration'),
  webhooks('ValidatingWebhookConfiguration'),
  object('batch/v1', 'CronJob', { spec: { schedule: '@daily', jobTemplate: { spec: pod() } } }),
  object('v1', 'Service', { spec: { type: 'LoadBalancer' } }, 'redis'),
  object('apps/v1', 'Deployment', { spec: pod() }),
]

function object(apiVersion: string, kind: string, fields: object, name = 'x') {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, ...fields }
}

function webhooks(kind: string) {
  const hook = { name: 'a.example', clientConfig: { url: 'https://a.example' } }
  return object('admissionregistration.k8s.io/v1', kind, { webhooks: [hook] })
}

function pod() {
  const volumes = [
    { name: 'a', configMap: { name: 'settings' } },
    { name: 'b', secret: { secretName: 'keys' } },
    { name: 'c', persistentVolumeClaim: { claimName: 'data' } },
    { name: 'd', csi: { driver: 'secrets-store.csi.k8s.io', volumeAttributes: {} } },
  ]
  return { template: { spec: { containers: [{ name: 'c', image: 'i:1' }], volumes } } }
}

let observations: Observation[] | undefined

/** Read once, since every benchmark looks at the same. */
async function* observe(): AsyncGenerator<Observation> {
  if (!observations) {
    observations = []
    for await (const it of collect()) observations.push(it)
  }
  yield* observations
}

async function* collect(): AsyncGenerator<Observation> {
  yield* collectNode({ root: recordedNode }, {})
  yield* collectManifests([objects], { clusterName: 'c' })
  for (const data of others) {
    const { apiVersion, kind, metadata } = data
    const { name, namespace } = metadata
    const id = `k8s_object/${kind}/${name}`
    yield {
      resource: { id, type: 'k8s_object', subType: kind, apiVersion, name, namespace, data },
    }
  }
}

/** Of one benchmark with all its rules, or of every manual rule where none is named. */
async function manualFindings(benchmark?: string): Promise<Finding[]> {
  const { findings } = await runCycle(observe(), {
    ruleSet,
    evaluator: {
      cluster: { id: 'c', name: 'c' },
      ...(benchmark ? { benchmarks: [benchmark] } : { rules: manualRules }),
    },
  })
  return findings.filter((it) => it.result.evaluation === 'manual')
}

/** Older versions ask what newer ones no longer do. */
const platforms = ruleSet.benchmarks.flatMap(({ id }) =>
  /^cis-(eks|aks|gke|openshift)-|^cis-kubernetes-1.12$/.test(id) ? [id] : [],
)

const asked = new Set<string>()

test.each([...platforms, undefined])(
  'every question to a person on %s names facts',
  async (benchmark) => {
    const findings = await manualFindings(benchmark)
    expect(findings.length).toBeGreaterThan(2)
    for (const { rule, result } of findings) {
      asked.add(rule.id)
      expect(result.reason, rule.id).toMatch(/\?|\.$/)
      expect(result.evidence, rule.id).not.toEqual([])
      for (const one of result.evidence) {
        expect(one.path, rule.id).toMatch(/\w/)
        expect(one.expected, rule.id).toMatch(/\w/)
      }
    }
  },
)

test('every manual rule was asked', () => {
  expect(manualRules.filter((id) => !asked.has(id))).toEqual([])
})
