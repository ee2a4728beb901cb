/** Holds Evenkeel's verdicts on the recorded kubeadm node against those of kube-bench, control by control. */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { collectNode } from '@evenkeel/agent'
import { createEvaluator, createInventory, inventoryKinds, loadRules } from '@evenkeel/benchmarks'
import type { Finding, Resource } from '@evenkeel/model'

const benchmarkId = 'cis-kubernetes-1.12'
const fixtures = new URL('../packages/benchmarks/fixtures/kubeadm-node/', import.meta.url)
const recordedNode = fileURLToPath(
  new URL('../packages/agent/fixtures/kubeadm-node', import.meta.url),
)

/** Why the two differ where one passes and the other does not, and who is right. */
const reasons: Record<string, string> = {
  '1.1.9':
    'kube-bench looks for the kubelet flag `--cni-conf-dir`, which is gone since 1.24, and lands in /var/lib/cni/networks. The configuration in /etc/cni/net.d is 0644. Evenkeel is right.',
  '1.1.10':
    'kube-bench saw the files below /var/lib/cni/networks alone, which are no configuration. The recording has not that directory, so Evenkeel does not say that all is well. The configuration in /etc/cni/net.d belongs to root; on the live node both pass.',
  '2.7':
    'kube-bench asks only whether `--trusted-ca-file` is set. Evenkeel compares the certificates of both CA files, which the recording leaves out; on the live node it passes.',
  '4.1.1':
    'There is no unit file, because the kubelet was started by hand; kube-bench fails what does not exist. Not applicable is right.',
  '4.1.2': 'There is no unit file; kube-bench passes what does not exist. Not applicable is right.',
  '4.1.3': 'kube-proxy has no kubeconfig among the files of the node. Not applicable is right.',
  '4.1.4': 'kube-proxy has no kubeconfig among the files of the node. Not applicable is right.',
  '4.3.1':
    'kube-bench reads the kubeconfig instead of the configuration, so it always passes. The recording has neither `kp.conf` nor, in a scan of the node alone, the ConfigMap kube-system/kube-proxy; Evenkeel says that it does not know. An agent that may read the ConfigMap does know.',
  '5.1.2':
    'Both pass, but kube-bench asks only for the group system:authenticated and for a verb named `get,list,watch`, so it passes nearly everywhere. Evenkeel looked at every role.',
  '5.2.6':
    'kube-bench counts an unset allowPrivilegeEscalation as compliant. Unset means true. Evenkeel is right.',
}

export async function printNodeComparison(): Promise<string> {
  const findings = await evaluateNode()
  const others = readKubeBench()
  const benchmark = loadRules().benchmarks.find(({ id }) => id === benchmarkId)
  if (!benchmark) throw new Error(`There is no definition of ${benchmarkId}.`)
  const rows = benchmark.sections
    .flatMap((section) => section.rules)
    .map(({ number, rule }) => {
      const own = findings.filter((finding) => finding.rule.id === rule)
      const other = others.get(number) ?? ''
      return [number, `\`${rule}\``, other, summarize(own), explain(number, other, own)]
    })
  const same = rows.filter(([, , other, own]) => isSame(other, own)).length
  return [
    '# One node, two tools',
    '<!-- Written by `npm run docs`. -->',
    'A kubeadm control plane node with Kubernetes 1.35.4, recorded: what kube-bench 0.15 and Evenkeel say of each control of CIS Kubernetes 1.12.',
    "kube-bench's `warn` means that a person has to look, or that it could not tell. Where a rule looks at many objects, Evenkeel's column counts them.",
    `${rows.length} controls; in ${same} both say passed or both say failed, in the others the last column says why not.`,
    table(['number', 'rule', 'kube-bench', 'Evenkeel', 'difference'], rows),
  ].join('\n\n')
}

async function evaluateNode(): Promise<Finding[]> {
  const ruleSet = loadRules()
  const evaluator = createEvaluator(ruleSet, {
    cluster: { id: 'recorded', name: 'recorded' },
    benchmarks: [benchmarkId],
    kubernetesVersion: '1.35.4',
  })
  const nodes: Resource[] = []
  for await (const observation of collectNode({ root: recordedNode })) {
    if ('resource' in observation) nodes.push(observation.resource)
  }
  const objects = readObjects()
  const inventory = createInventory(inventoryKinds(ruleSet))
  for (const object of objects) inventory.add(object)
  const namespaces = objects
    .filter(({ subType }) => subType === 'Namespace')
    .map(({ name }) => name)
  const cluster: Resource = {
    id: 'kubernetes_cluster',
    type: 'kubernetes_cluster',
    name: 'recorded',
    data: {
      kubernetes_version: '1.35.4',
      provider: null,
      nodes: [],
      namespaces,
      custom_resources: [],
    },
  }
  return [...nodes, ...objects, cluster].flatMap((it) => evaluator.evaluate(it, inventory))
}

interface RecordedObject {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace?: string }
}

function readObjects(): Resource[] {
  const text = gunzipSync(readFileSync(new URL('objects.json.gz', fixtures))).toString('utf8')
  // The recording is a List as kubectl prints it.
  const { items } = JSON.parse(text) as { items: RecordedObject[] }
  return items.map((object) => {
    const { name, namespace } = object.metadata
    return {
      id: ['k8s_object', object.apiVersion, object.kind, namespace, name].filter(Boolean).join('/'),
      type: 'k8s_object',
      subType: object.kind,
      apiVersion: object.apiVersion,
      name,
      ...(namespace ? { namespace } : {}),
      data: object,
    }
  })
}

function readKubeBench(): Map<string, string> {
  const lines = readFileSync(new URL('kube-bench.csv', fixtures), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
  return new Map(lines.map((line) => [line.split(',')[0] ?? '', line.split(',')[1] ?? '']))
}

const order = ['failed', 'unknown', 'manual', 'passed'] as const

function summarize(findings: Finding[]): string {
  if (findings.length === 0) return 'not applicable'
  const parts = order.flatMap((evaluation) => {
    const count = findings.filter(({ result }) => result.evaluation === evaluation).length
    if (count === 0) return []
    return [findings.length === 1 ? evaluation : `${count} ${evaluation}`]
  })
  return parts.join(', ')
}

function isSame(other = '', own = ''): boolean {
  if (other === 'fail') return own.includes('failed')
  return other === 'pass' && own.includes('passed') && !/failed|unknown|manual/.test(own)
}

function explain(number: string, other: string, findings: Finding[]): string {
  const reason = reasons[number]
  if (reason) return reason
  if (isSame(other, summarize(findings))) return 'None.'
  const worst = order.flatMap((it) => findings.filter(({ result }) => result.evaluation === it))[0]
  const evidence = worst?.result.evidence[0]
  const seen = evidence
    ? ` ${worst.resource.id}: \`${evidence.path}\` is \`${short(evidence.actual)}\`.`
    : ''
  if (worst?.result.evaluation === 'manual') {
    return `Both leave it to a person. Evenkeel brings the facts: ${worst.result.reason}`
  }
  return `kube-bench leaves it to a person; what is there decides it.${seen}`
}

const shownMax = 60

function short(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > shownMax ? `${text.slice(0, shownMax)}…` : text
}

function table(head: string[], rows: string[][]): string {
  const lines = [head, head.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  )
  return `${lines.join('\n')}\n`
}
